/** Adam in Node on Dawn: a step in place, against the speed at which the device copies. */
import { adam, tensor } from "fusedloss";
import { step } from "fusedloss/reference";
import { makeCopy, storageUsage } from "../../demo/bench/copy.js";
import { median, ratio, spread } from "../../demo/bench/statistics.js";
import { fill } from "./fill.mjs";
import { readBuffer } from "./readBuffer.mjs";

/** Parameters, gradients and two moments are read, all but the gradients written: 7 numbers of a parameter. */
const bytesEach = 28;

/** So many parameters are judged after so many steps. */
const judged = 1000;
const judgedSteps = 3;
const bound = 1e-3;

/**
 * @param {import("fusedloss").Engine} engine
 * @param {ReturnType<typeof import("./watch.mjs").watch>} seen
 * @param {ReturnType<typeof import("./clock.mjs").makeRace>} race
 * @param {import("./trainingRows.mjs").TrainingRow} row
 * @param {number} rounds
 */
export async function dawnAdam(engine, seen, race, row, rounds) {
  const { device } = engine;
  const [count] = row.shape;
  const [weights, gradients] = ["parameters", "gradients"].map((label) =>
    device.createBuffer({ label, size: 4 * count, usage: storageUsage }),
  );
  await fill(device, weights, { kind: "normal", count, seed: 1 });
  await fill(device, gradients, { kind: "normal", count, seed: 2 });
  const first = async (buffer) => new Float32Array(await readBuffer(device, buffer, 0, 4 * judged));
  let expected = { parameters: { weights: await first(weights) } };
  const pull = { weights: await first(gradients) };
  for (let i = 0; i < judgedSteps; i++) expected = step(adam(), { ...expected, gradients: pull });

  const optimizer = await engine.optimizer(adam(), { weights: tensor(weights, [count]) });
  const encode = (encoder) => optimizer.encode(encoder, { weights: gradients });
  for (let i = 0; i < judgedSteps; i++) {
    const encoder = device.createCommandEncoder();
    encode(encoder);
    device.queue.submit([encoder.finish()]);
  }
  const { buffer, offset = 0 } = optimizer.parameters.weights;
  const found = new Float32Array(await readBuffer(device, buffer, offset, 4 * judged));
  for (const [i, value] of expected.parameters.weights.entries())
    if (!(Math.abs(found[i] - value) <= bound * Math.abs(value) + bound * 1e-3))
      throw new Error(`parameter ${i} is ${found[i]} and not ${value}`);

  // As many bytes as a loss of two inputs moves: what counts is how fast.
  const copy = await makeCopy(device, { loss: "mse", shape: row.shape }, [[weights, gradients]]);
  const made = seen.buffers;
  const { ms, steps, clock } = await race({ copy: copy.encode, ours: encode }, rounds);
  if (seen.buffers !== made) throw new Error(`steps made ${seen.buffers - made} buffers, not 0`);
  copy.destroy();
  optimizer.destroy();
  for (const own of [weights, gradients]) own.destroy();
  const speeds = (times, bytes) => times.map((time) => bytes / time);
  return {
    ...row,
    clock,
    stepsPerSubmit: steps,
    ours: { ms: spread(ms.ours) },
    copy: {
      grid: copy.name,
      ms: spread(ms.copy),
      gigabytesPerSecond: Number((copy.bytes / median(ms.copy) / 1e6).toPrecision(3)),
      fraction: ratio(speeds(ms.ours, bytesEach * count), speeds(ms.copy, copy.bytes)),
    },
  };
}
