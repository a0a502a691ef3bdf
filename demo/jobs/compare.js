// @ts-check
/** Each loss on the flights: the GPU against the float64 reference, and against a plain JavaScript loop. */
import {
  binaryCrossEntropyWithLogits,
  cauchy,
  huber,
  logCosh,
  mae,
  mse,
  quantile,
  softmaxCrossEntropy,
  tensor,
} from "fusedloss";
import { evaluate } from "fusedloss/reference";
import { submit, upload } from "./gpu.js";
import { lateMinutes } from "./late.js";
import { loops } from "./loops.js";

/**
 * @typedef {object} Comparison
 * @property {string} name
 * @property {number} items
 * @property {number} gpu the mean loss
 * @property {number} reference
 * @property {number} difference the largest of the gradient's, as a share of its largest number
 * @property {boolean} agrees loss and gradient, within the library's published tolerance
 * @property {number} gpuMilliseconds loss and gradient, until the loss is read back
 * @property {number} loopMilliseconds
 *
 * @typedef {object} Case
 * @property {string} name
 * @property {import("fusedloss").Loss} loss
 * @property {import("./loops.js").Loop} loop
 * @property {number} items
 * @property {readonly [string, Float32Array<ArrayBuffer>, readonly number[]]} first the differentiable input
 * @property {readonly [string, Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>]} second
 */

const gpuRuns = 5;
const loopRuns = 3;

/** Early, on time, late, very late. */
const classes = 4;
/** @param {number} delay */
const classOf = (delay) => (delay < -lateMinutes ? 0 : delay <= lateMinutes ? 1 : delay <= 60 ? 2 : 3);
/** Rows for the loss over classes: every tenth flight, four logits each. */
const everyNth = 10;

/**
 * The mean delay and the log-share of each delay class, by hour of the day: a simple forecast.
 *
 * @param {import("./flights.js").Flights} flights
 */
function byHour({ delay, hour }) {
  const sums = new Float64Array(24);
  const counts = new Float64Array(24);
  const shares = new Float64Array(24 * classes);
  for (let i = 0; i < delay.length; i++) {
    const h = hour[i];
    sums[h] += delay[i];
    counts[h] += 1;
    shares[h * classes + classOf(delay[i])] += 1;
  }
  return {
    meanDelay: sums.map((sum, h) => sum / Math.max(1, counts[h])),
    // One flight more in each class: an empty class keeps a finite logit.
    classLogits: shares.map((share, i) =>
      Math.log((share + 1) / (counts[Math.floor(i / classes)] + classes)),
    ),
  };
}

/**
 * @param {import("./flights.js").Flights} flights
 * @param {(row: number) => number} lateLogit
 * @returns {Generator<Case>}
 */
function* casesOf(flights, lateLogit) {
  const { delay, hour } = flights;
  const items = delay.length;
  const forecast = byHour(flights);
  const predictions = Float32Array.from(hour, (h) => forecast.meanDelay[h]);
  /** @type {readonly [string, import("fusedloss").Loss, import("./loops.js").Loop][]} */
  const errors = [
    ["mse", mse(), loops.mse],
    ["mae", mae(), loops.mae],
    ["huber", huber({ delta: 1 }), loops.huber],
    ["logCosh", logCosh(), loops.logCosh],
    ["quantile 0.9", quantile({ q: 0.9 }), loops.quantile90],
    ["cauchy", cauchy(), loops.cauchy],
  ];
  for (const [name, loss, loop] of errors) {
    yield {
      name,
      loss,
      loop,
      items,
      first: ["predictions", predictions, [items]],
      second: ["targets", delay],
    };
  }
  yield {
    name: "binaryCrossEntropyWithLogits",
    loss: binaryCrossEntropyWithLogits(),
    loop: loops.binaryCrossEntropyWithLogits,
    items,
    first: ["logits", Float32Array.from(delay, (_, row) => lateLogit(row)), [items]],
    second: ["targets", delay.map((minutes) => (minutes > lateMinutes ? 1 : 0))],
  };
  const rows = Math.floor(items / everyNth);
  const logits = new Float32Array(rows * classes);
  const labels = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const flight = row * everyNth;
    labels[row] = classOf(delay[flight]);
    for (let c = 0; c < classes; c++) {
      logits[row * classes + c] = forecast.classLogits[hour[flight] * classes + c];
    }
  }
  yield {
    name: "softmaxCrossEntropy",
    loss: softmaxCrossEntropy(),
    loop: loops.softmaxCrossEntropy,
    items: rows,
    first: ["logits", logits, [rows, classes]],
    second: ["labels", labels],
  };
}

/** As published: of the number itself, and of the largest number of the gradient. */
const tolerance = { relative: 1e-5, absolute: 1e-7 };

/**
 * The largest difference as a share of the largest number, and whether each is within the tolerance.
 *
 * @param {ArrayLike<number>} found
 * @param {ArrayLike<number>} expected
 */
function distance(found, expected) {
  let [largest, difference, agrees] = [0, 0, found.length === expected.length];
  for (let i = 0; i < expected.length; i++) largest = Math.max(largest, Math.abs(expected[i]));
  for (let i = 0; i < expected.length; i++) {
    const off = Math.abs(found[i] - expected[i]);
    difference = Math.max(difference, off);
    if (!(off <= tolerance.relative * Math.abs(expected[i]) + tolerance.absolute * largest)) agrees = false;
  }
  return { difference: difference / largest, agrees };
}

/** How many comparisons there will be. */
export const comparisons = 8;

/**
 * @param {number} runs
 * @param {() => unknown} work
 */
async function medianMilliseconds(runs, work) {
  await work();
  const times = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? Number.NaN;
}

/**
 * @param {import("fusedloss").Engine} engine
 * @param {Case} one
 * @returns {Promise<Comparison>}
 */
async function compareOne(engine, { name, loss, loop, items, first, second }) {
  const [firstName, firstData, shape] = first;
  const [secondName, secondData] = second;
  const { device } = engine;

  const buffers = {
    [firstName]: upload(device, firstData, name),
    [secondName]: upload(device, secondData, name),
  };
  const compiled = await engine.compile(
    loss,
    { [firstName]: shape, [secondName]: [items] },
    { gradients: [firstName] },
  );
  const gpuMilliseconds = await medianMilliseconds(gpuRuns, async () => {
    submit(device, (encoder) => compiled.encode(encoder, buffers));
    await compiled.read();
  });
  const found = await compiled.read({ gradients: true });
  compiled.destroy();
  for (const buffer of Object.values(buffers)) buffer.destroy();

  const gradient = new Float32Array(firstData.length);
  const loopMilliseconds = await medianMilliseconds(loopRuns, () => loop(firstData, secondData, gradient));

  const expected = evaluate(
    loss,
    { [firstName]: tensor(firstData, shape), [secondName]: secondData },
    { gradients: [firstName] },
  );
  const gpu = Number(found.loss);
  const byGradient = distance(found.gradients?.[firstName] ?? [], expected.gradients[firstName] ?? []);
  return {
    name,
    items,
    gpu,
    reference: expected.loss,
    difference: byGradient.difference,
    agrees:
      byGradient.agrees && Math.abs(gpu - expected.loss) <= tolerance.relative * Math.abs(expected.loss),
    gpuMilliseconds,
    loopMilliseconds,
  };
}

/**
 * @param {import("fusedloss").Engine} engine
 * @param {import("./flights.js").Flights} flights
 * @param {(row: number) => number} lateLogit of a flight, from `fitLate`
 * @param {(comparison: Comparison, done: number) => void} [onComparison]
 */
export async function compareLosses(engine, flights, lateLogit, onComparison) {
  /** @type {Comparison[]} */
  const found = [];
  for (const one of casesOf(flights, lateLogit)) {
    const comparison = await compareOne(engine, one);
    found.push(comparison);
    onComparison?.(comparison, found.length);
  }
  return found;
}
