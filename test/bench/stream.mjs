/**
 * `node scripts/run.mjs test/bench/stream.mjs`: three million flights from a Parquet file to a loss in one
 * stream. Who is waited for: the reader, or us?
 */

import { fileURLToPath } from "node:url";
import { mse } from "fusedloss";
import { readBatches } from "fusedloss/files";
import { createEngine } from "fusedloss/node";
import { median } from "../../demo/bench/statistics.js";

const rounds = 5;
const file = fileURLToPath(new URL("../data/flights-3m.parquet", import.meta.resolve("vega-datasets")));
const columns = { predictions: "delay", targets: "distance" };

const seconds = async (work) => {
  const since = performance.now();
  await work();
  return (performance.now() - since) / 1000;
};

const engine = await createEngine();
const evaluate = (batches) => engine.evaluateStream(mse(), batches);

/** All batches, read before the clock runs. */
const kept = [];
for await (const batch of readBatches(file, { columns })) kept.push(batch);
const { count } = await evaluate(kept);

const times = { reading: [], evaluating: [], both: [] };
for (let round = 0; round < rounds; round++) {
  times.reading.push(
    await seconds(async () => {
      for await (const _ of readBatches(file, { columns }));
    }),
  );
  times.evaluating.push(await seconds(() => evaluate(kept)));
  times.both.push(await seconds(() => evaluate(readBatches(file, { columns }))));
}
engine.destroy();

const { reading, evaluating, both } = Object.fromEntries(
  Object.entries(times).map(([name, list]) => [name, median(list)]),
);
const percent = (share) => `${(100 * share).toFixed(0)} %`;
console.log(`${count.toLocaleString("en-US")} flights, file to loss: ${both.toFixed(2)} s`);
console.log(`  reading alone     ${reading.toFixed(2)} s, ${percent(reading / both)} of that`);
console.log(`  evaluating alone  ${evaluating.toFixed(2)} s, ${percent(evaluating / both)}`);
