/**
 * A billion items through `evaluateStream`, against sums in float64: `node scripts/run.mjs test/bench/billion.mjs`.
 * Four chunks of numbers come round and round, outliers among them, so that the truth is soon known.
 */
import { mse } from "fusedloss";
import { createEngine } from "fusedloss/node";

const [size, rounds] = [2 ** 22, 60];
const chunks = Array.from({ length: 4 }, (_, k) => {
  const value = (i) => Math.sin(i * (k + 1.7)) * (i % 1009 === 0 ? 300 : 2);
  return {
    predictions: Float32Array.from({ length: size }, (_, i) => value(i)),
    targets: Float32Array.from({ length: size }, (_, i) => value(i + 0.5)),
  };
});

function* batches() {
  for (let round = 0; round < rounds; round++) yield* chunks;
}

/** In float64, from the numbers as they are stored. */
function truth() {
  let sum = 0;
  for (const { predictions, targets } of chunks) {
    for (let i = 0; i < size; i++) sum += (predictions[i] - targets[i]) ** 2;
  }
  return sum / (chunks.length * size);
}

const engine = await createEngine();
const start = performance.now();
const { loss, count } = await engine.evaluateStream(mse(), batches());
const seconds = (performance.now() - start) / 1000;
const wanted = truth();
console.log(
  `${count.toLocaleString("en-US")} items in ${seconds.toFixed(1)} s: ${loss}, off by ${Math.abs(loss / wanted - 1).toExponential(1)} of itself`,
);
engine.destroy();
