/**
 * The main job, in a terminal: three million real flights, on the GPU, judged by the reference.
 * `npm start` runs it first; by hand: `node scripts/run.mjs scripts/flights.mjs`.
 */
import { readFile } from "node:fs/promises";
import { createEngine } from "fusedloss/node";
import { compareLosses, comparisons } from "../demo/jobs/compare.js";
import { fitDelays, judge, mostSteps } from "../demo/jobs/fit.js";
import { exactly, readFlights } from "../demo/jobs/flights.js";
import { epochs, fitLate, lateMinutes, worthALine } from "../demo/jobs/late.js";
import { heading, progress, table } from "./flights/terminal.mjs";

const start = performance.now();
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const percent = (share) => `${(100 * share).toFixed(2)} %`;
const count = (number) => number.toLocaleString("en-US");
/** `-1.00`, and `0.00` without a sign. */
const minutes = (number) => (Math.abs(number) < 0.005 ? "0.00" : number.toFixed(2));

function describe({ vendor, architecture, description, software }) {
  const name = [vendor, architecture, description].filter(Boolean).join(", ") || "unnamed";
  return `${name} (${software ? "software: WebGPU on the CPU" : "hardware"})`;
}

async function load() {
  const file = new URL("../data/flights-3m.parquet", import.meta.resolve("vega-datasets"));
  const bytes = await readFile(file).catch((cause) => {
    throw new Error(`The flights are not there (${cause.message}); npm ci brings them.`, { cause });
  });
  const line = progress("reading flights-3m.parquet");
  const since = performance.now();
  const flights = await readFlights(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
    line.show,
  );
  line.end();
  const exact = exactly(flights.delay);
  console.log(`  ${count(flights.delay.length)} flights read and sorted in ${seconds(since)}`);
  return { flights, exact };
}

async function fitNumbers(engine, { flights, exact }) {
  heading("One number for all delays: the loss decides which");
  const line = progress("gradient descent");
  const since = performance.now();
  const fitted = await fitDelays(engine, flights.delay, (step, values) => {
    const where = Object.entries(values).map(([name, value]) => `${name} ${value.toFixed(1)}`);
    line.show(step, undefined, `step ${step}: ${where.join(", ")}`);
  });
  line.end();
  const names = { mean: "mean", median: "median", p90: "90th percentile" };
  table(
    ["loss", "lands at, min", "mean loss", "steps", "by sorting, min", "off by"],
    fitted.map(({ name, value, loss, path, landsOn }) => [
      name,
      minutes(value),
      loss.toFixed(4),
      path.length - 1,
      landsOn ? `${names[landsOn]} ${minutes(exact[landsOn])}` : "",
      landsOn ? minutes(Math.abs(value - exact[landsOn])) : "",
    ]),
  );
  const { off, landed } = judge(fitted, exact);
  if (!landed) {
    const worst = off.filter((one) => !(one.minutes <= 0.5));
    throw new Error(
      `${worst.map((one) => `${one.name} ended ${one.minutes.toFixed(2)} minutes from the ${names[one.landsOn]}`).join("; ")}; at most 0.5 is right, within ${mostSteps} steps.`,
    );
  }
  console.log(`  each within half a minute of its statistic, in ${seconds(since)}`);
}

async function classify(engine, flights) {
  heading(`More than ${lateMinutes} minutes late? Loss is not accuracy`);
  const line = progress("logistic regression on distance and hour");
  const since = performance.now();
  const model = await fitLate(engine, flights, ({ epoch }) => line.show(epoch, epochs));
  line.end();
  table(
    ["epoch", "loss", "accuracy", "called late"],
    model.history
      .filter(({ epoch }) => worthALine(epoch))
      .map(({ epoch, loss, accuracy, calledLate }) => [
        epoch,
        loss.toFixed(4),
        percent(accuracy),
        percent(calledLate),
      ]),
  );
  console.log(`  calling no flight late: accuracy ${percent(model.majority)}`);
  console.log(`  one probability for all: loss ${model.baseLoss.toFixed(4)}`);
  console.log(
    `  what the loss learnt and the accuracy cannot see: late among the likeliest tenth ${percent(model.likeliest)}, among the unlikeliest ${percent(model.unlikeliest)}`,
  );
  console.log(`  (every 10th flight, ${count(model.items)} of them; ${seconds(since)})`);
  return model;
}

async function compare(engine, flights, model) {
  heading("Loss and gradient: GPU, float64 reference, plain JavaScript loop");
  const line = progress("comparing");
  const found = await compareLosses(engine, flights, model.logit, ({ name }, done) =>
    line.show(done, comparisons, name),
  );
  line.end();
  table(
    ["loss", "GPU", "reference", "gradient differs by", "items", "items/s", "JS loop ÷ GPU"],
    found.map(({ name, gpu, reference, difference, items, gpuMilliseconds, loopMilliseconds }) => [
      name,
      gpu.toFixed(5),
      reference.toFixed(5),
      difference.toExponential(1),
      count(items),
      `${(items / gpuMilliseconds / 1000).toFixed(1)} M`,
      (loopMilliseconds / gpuMilliseconds).toFixed(2),
    ]),
  );
  const wrong = found.filter(({ agrees }) => !agrees).map(({ name }) => name);
  if (wrong.length)
    throw new Error(`GPU and reference differ by more than the tolerance: ${wrong.join(", ")}.`);
  console.log("  all within the published tolerance");
}

let engine;
try {
  engine = await createEngine();
  console.log(`  WebGPU: ${describe(engine.info)}`);
  const data = await load();
  await fitNumbers(engine, data);
  const model = await classify(engine, data.flights);
  await compare(engine, data.flights, model);
  console.log(`\n  done in ${seconds(start)}`);
} catch (error) {
  console.error(`\nflights: ${error instanceof Error ? error.message : error}`);
  if (process.env.DEBUG) console.error(error);
  process.exitCode = 1;
} finally {
  engine?.destroy();
}
