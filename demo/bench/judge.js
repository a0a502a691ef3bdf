/** Nothing is timed that does not match the float64 reference; this compares. */
import {
  binaryCrossEntropyWithLogits,
  ctc,
  huber,
  infoNce,
  linear,
  mse,
  softmaxCrossEntropy,
  ssim,
  tensor,
} from "fusedloss";
import { evaluate } from "fusedloss/reference";
import { elementsOf, gradientsOf, inputsOf, itemsOf } from "./rows.js";

/** One bound for everybody, wide enough for any honest f32 sum; the library's own tests are stricter. */
export const bound = 1e-4;

const losses = {
  mse,
  huber,
  binaryCrossEntropyWithLogits,
  softmaxCrossEntropy,
  ctc,
  ssim,
  infoNce,
  linear: () => linear(softmaxCrossEntropy()),
};

/** Elements judged at a time. */
const piece = 2 ** 20;

/** @param {import("./rows.js").Row} row */
export function lossOf({ loss }) {
  return losses[loss]();
}

/**
 * Ranges of items small enough to judge at once.
 *
 * @param {import("./rows.js").Row} row
 */
export function* pieces(row) {
  const items = itemsOf(row);
  const step = Math.max(1, Math.floor((piece * items) / elementsOf(row)));
  for (let from = 0; from < items; from += step) yield { from, to: Math.min(items, from + step) };
}

/**
 * The mean's share of some items, and its gradient over them, in float64.
 *
 * @param {import("./rows.js").Row} row
 * @param {Record<string, Float32Array | Int32Array>} inputs of these items only
 * @returns {{ loss: number, gradient: Float64Array }}
 */
export function judgePiece(row, inputs) {
  const [first] = inputsOf(row);
  const given = Object.fromEntries(
    inputsOf(row).map(({ name, shape }) => {
      const data = inputs[name];
      const width = shape.slice(1);
      const length = data.length / width.reduce((product, axis) => product * axis, 1);
      return [name, tensor(data, [length, ...width])];
    }),
  );
  const { loss, gradients } = evaluate(lossOf(row), given, { reduction: "sum", gradients: [first.name] });
  const items = itemsOf(row);
  const gradient = gradients[first.name];
  for (let i = 0; i < gradient.length; i++) gradient[i] /= items;
  return { loss: loss / items, gradient };
}

/** Losses whose items are made of all the inputs: they are judged in one piece. */
const together = new Set(["infoNce"]);

/** Some rows of an input, one after the other. */
function gather(from, width, indices) {
  const rows = new from.constructor(indices.length * width);
  for (const [to, i] of indices.entries()) rows.set(from.subarray(i * width, (i + 1) * width), to * width);
  return rows;
}

/** The inputs of sampled rows: of infoNce also all keys, their partners first; of linear also all weights. */
const samples = {
  infoNce({ shape: [items, width] }, { queries, keys }, chosen) {
    const isChosen = new Set(chosen);
    const order = [...chosen, ...Array.from({ length: items }, (_, i) => i).filter((i) => !isChosen.has(i))];
    return {
      queries: tensor(gather(queries, width, chosen), [chosen.length, width]),
      keys: tensor(gather(keys, width, order), [items, width]),
    };
  },
  linear({ shape: [, width], classes }, { inputs, weightMatrix, labels }, chosen) {
    return {
      inputs: tensor(gather(inputs, width, chosen), [chosen.length, width]),
      weightMatrix: tensor(weightMatrix, [width, classes]),
      labels: gather(labels, 1, chosen),
    };
  },
};

/**
 * Sampled rows, here and there. The loss of all is not known, only that theirs must be near it.
 *
 * @param {import("./rows.js").Row} row
 * @param {Record<string, Float32Array | Int32Array>} inputs
 */
function judgeSamples(row, inputs) {
  const [items, width] = row.shape;
  const { sampled } = row;
  const chosen = Array.from({ length: sampled }, (_, i) => Math.floor(((i + 0.5) * items) / sampled));
  const [first] = inputsOf(row);
  const { loss, gradients } = evaluate(lossOf(row), samples[row.loss](row, inputs, chosen), {
    gradients: [first.name],
  });
  const gradient = gradients[first.name].map((slope) => (slope * sampled) / items);
  const at = chosen.flatMap((i) => Array.from({ length: width }, (_, k) => i * width + k));
  return { loss, gradient, at };
}

/**
 * The expected loss and gradient of a whole row, or of samples of it: `at` says where they are in the gradient.
 *
 * @param {import("./rows.js").Row} row
 * @param {Record<string, Float32Array | Int32Array>} inputs
 * @returns {{ loss: number, gradient: Float64Array, others?: Float64Array[], at?: number[] }}
 */
export function judge(row, inputs) {
  if (row.sampled) return judgeSamples(row, inputs);
  if (together.has(row.loss)) return judgePiece(row, inputs);
  // Sequences lie side by side in every frame, and rows share their weights.
  if (row.loss === "ctc" || row.loss === "linear") return judgeWhole(row, inputs);
  const gradient = new Float64Array(elementsOf(row));
  const perItem = elementsOf(row) / itemsOf(row);
  let loss = 0;
  for (const { from, to } of pieces(row)) {
    const part = judgePiece(row, slice(row, inputs, from, to));
    loss += part.loss;
    gradient.set(part.gradient, from * perItem);
  }
  return { loss, gradient };
}

/** All items at once, and every gradient that is wanted. */
function judgeWhole(row, inputs) {
  const given = Object.fromEntries(
    inputsOf(row).map(({ name, shape }) => [name, tensor(inputs[name], shape)]),
  );
  const wanted = gradientsOf(row);
  const { loss, gradients } = evaluate(lossOf(row), given, { gradients: wanted });
  const [gradient, ...others] = wanted.map((name) => gradients[name]);
  return { loss, gradient, others };
}

/** Views of some items of the inputs. */
function slice(row, inputs, from, to) {
  return Object.fromEntries(
    inputsOf(row).map(({ name, shape }) => {
      const width = shape.slice(1).reduce((product, axis) => product * axis, 1);
      return [name, inputs[name].subarray(from * width, to * width)];
    }),
  );
}

/** @param {ArrayLike<number>} values */
export function largest(values) {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}

/**
 * The worst error of a gradient: |g − r| ÷ (|r| + 0.1·scale).
 *
 * @param {ArrayLike<number>} found
 * @param {ArrayLike<number>} expected
 * @param {number} scale the largest expected gradient of the tensor
 */
export function gradientError(found, expected, scale) {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let i = 0; i < found.length; i++) {
    const error = Math.abs(found[i] - expected[i]) / (Math.abs(expected[i]) + 0.1 * scale || 1);
    // A NaN is the worst.
    if (!(error <= worst)) worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
  }
  return worst;
}

/** @param {{ at?: number[] }} expected */
export function lossBound({ at }) {
  return at ? sampledBound : bound;
}

/** @param {number} found @param {number} expected */
export function lossError(found, expected) {
  return Math.abs(found - expected) / Math.abs(expected);
}

/** How near the loss of all rows must be to that of samples. */
export const sampledBound = 0.2;

/**
 * How far a result is off, and what is wrong with it, or undefined.
 *
 * @param {{ loss: number, gradient: ArrayLike<number>, others?: readonly ArrayLike<number>[] }} found
 * @param {{ loss: number, gradient: ArrayLike<number>, others?: readonly ArrayLike<number>[], at?: number[] }} expected
 */
export function verdict(found, expected) {
  const { at, others = [] } = expected;
  const gradient = at ? at.map((place) => found.gradient[place] ?? Number.NaN) : found.gradient;
  const errors = {
    loss: lossError(found.loss, expected.loss),
    gradient: Math.max(
      gradientError(gradient, expected.gradient, largest(expected.gradient)),
      ...others.map((other, i) => gradientError(found.others?.[i] ?? [], other, largest(other))),
    ),
  };
  const wrong = [
    ...(errors.loss <= lossBound(expected) ? [] : [`loss ${found.loss} and not ${expected.loss}`]),
    ...(errors.gradient <= bound
      ? []
      : [`a gradient that is off by ${errors.gradient.toPrecision(2)} of itself`]),
  ];
  return { errors, wrong: wrong.join(", ") || undefined };
}
