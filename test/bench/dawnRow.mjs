/** A row in Node on Dawn: ours against the copy, once it is right. */
import { makeCopy } from "../../demo/bench/copy.js";
import {
  bound,
  gradientError,
  judge,
  judgePiece,
  largest,
  lossError,
  lossOf,
  pieces,
  verdict,
} from "../../demo/bench/judge.js";
import {
  elementsOf,
  gradientBytesOf,
  gradientsOf,
  inputsOf,
  itemsOf,
  trafficOf,
} from "../../demo/bench/rows.js";
import { median, ratio, spread } from "../../demo/bench/statistics.js";
import { fillInputs } from "./fill.mjs";
import { readBuffer } from "./readBuffer.mjs";

/** An input this large outlasts every cache by itself: one set of it is enough. */
const largeInput = 2 ** 30;

/** More than this many elements are judged piece by piece, where their rows have nothing in common. */
const largePiece = 2 ** 22;

const sizeOf = (shape) => shape.reduce((product, axis) => product * axis, 1);

/** Numbers of an input, on the host. */
async function readInput(device, buffer, kind, first, count) {
  const bytes = await readBuffer(device, buffer, 4 * first, 4 * count);
  return ["label", "target", "length"].includes(kind) ? new Int32Array(bytes) : new Float32Array(bytes);
}

/** Judges loss and gradient of a set piece by piece: nothing as large as the row is on the host. */
async function judgePieces(device, row, buffers, step) {
  const [first] = inputsOf(row);
  const perItem = elementsOf(row) / itemsOf(row);
  let expectedLoss = 0;
  let worst = 0;
  for (const { from, to } of pieces(row)) {
    const inputs = {};
    for (const { name, kind, shape } of inputsOf(row)) {
      const width = sizeOf(shape.slice(1));
      inputs[name] = await readInput(device, buffers[name], kind, from * width, (to - from) * width);
    }
    const { loss, gradient } = judgePiece(row, inputs);
    expectedLoss += loss;
    const found = new Float32Array(
      await readBuffer(device, step.gradients[first.name], 4 * from * perItem, 4 * (to - from) * perItem),
    );
    worst = Math.max(worst, gradientError(found, gradient, largest(gradient)));
  }
  const { loss } = await step.read();
  if (!(lossError(loss, expectedLoss) <= bound)) throw new Error(`loss ${loss} and not ${expectedLoss}`);
  if (!(worst <= bound)) throw new Error(`a gradient that is off by ${worst.toPrecision(2)} of itself`);
}

/** Judges a set in one piece. */
async function judgeWhole(device, row, buffers, step) {
  const inputs = {};
  for (const { name, kind, shape } of inputsOf(row))
    inputs[name] = await readInput(device, buffers[name], kind, 0, sizeOf(shape));
  const { loss, gradients } = await step.read({ gradients: true });
  const [gradient, ...others] = gradientsOf(row).map((name) => gradients[name]);
  const { wrong } = verdict({ loss, gradient, others }, judge(row, inputs));
  if (wrong) throw new Error(wrong);
}

/**
 * @param {import("fusedloss").Engine} engine
 * @param {ReturnType<typeof import("./watch.mjs").watch>} seen
 * @param {ReturnType<typeof import("./clock.mjs").makeRace>} race
 * @param {import("../../demo/bench/rows.js").Row} row
 * @param {number} rounds
 */
export async function dawnRow(engine, seen, race, row, rounds) {
  const { device } = engine;
  const { reads } = trafficOf(row);
  const sets = [];
  for (let set = 0; set < (4 * elementsOf(row) * reads > largeInput ? 1 : 2); set++)
    sets.push(await fillInputs(device, row, set));
  const held = seen.bytes;

  const start = performance.now();
  const shapes = Object.fromEntries(inputsOf(row).map(({ name, shape }) => [name, shape]));
  const step = await engine.compile(lossOf(row), shapes, { gradients: gradientsOf(row) });
  const encode = (encoder, set) => step.encode(encoder, sets[set % sets.length]);
  const run = async (set) => {
    const encoder = device.createCommandEncoder();
    encode(encoder, set);
    device.queue.submit([encoder.finish()]);
    await step.read();
  };
  await run(0);
  const firstMs = performance.now() - start;
  const extraBytes = seen.bytes - held - gradientBytesOf(row);
  const judgeSet = !row.sampled && elementsOf(row) > largePiece ? judgePieces : judgeWhole;
  for (const [set, buffers] of sets.entries()) {
    await run(set);
    await judgeSet(device, row, buffers, step);
  }

  const copy = await makeCopy(
    device,
    row,
    sets.map((set) => Object.values(set).slice(0, reads)),
  );
  const made = seen.buffers;
  const { ms, steps, clock } = await race({ copy: copy.encode, ours: encode }, rounds);
  if (seen.buffers !== made) throw new Error(`steps made ${seen.buffers - made} buffers, not 0`);
  if (seen.storageBuffers > 8)
    throw new Error(`a dispatch binds ${seen.storageBuffers} storage buffers, not ≤ 8`);
  copy.destroy();
  step.destroy();
  for (const buffer of sets.flatMap((set) => Object.values(set))) buffer.destroy();
  return {
    ...row,
    clock,
    stepsPerSubmit: steps,
    ours: {
      ms: spread(ms.ours),
      firstMs: Math.round(firstMs),
      extraBytes,
      storageBuffers: seen.storageBuffers,
    },
    copy: {
      grid: copy.name,
      ms: spread(ms.copy),
      gigabytesPerSecond: Number((copy.bytes / median(ms.copy) / 1e6).toPrecision(3)),
      fraction: ratio(ms.copy, ms.ours),
    },
  };
}
