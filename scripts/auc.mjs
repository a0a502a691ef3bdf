/**
 * Exact rocAuc at 2²² scores beside what JavaScript does by itself: typed arrays, sorted, and merged.
 * By hand: `node scripts/run.mjs scripts/auc.mjs [rounds]`.
 */
import { availableParallelism, loadavg } from "node:os";
import { rocAuc, tensor } from "fusedloss";
import { createEngine } from "fusedloss/node";

const items = 2 ** 22;
const rounds = Number(process.argv[2] ?? 5);

/** Scores on a grid of 2²⁰, so that some tie, and targets that lean to them. */
function makeData() {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const scores = new Float32Array(items);
  const targets = new Float32Array(items);
  for (let i = 0; i < items; i++) {
    scores[i] = Math.floor(random() * 2 ** 20) / 2 ** 20;
    targets[i] = random() < 0.3 + 0.4 * scores[i] ? 1 : 0;
  }
  return { scores, targets };
}

/** Positives and negatives sorted each for themselves, then walked side by side: ties count half. */
function plainAuc({ scores, targets }) {
  const negatives = scores.filter((_, i) => targets[i] === 0).sort();
  const positives = scores.filter((_, i) => targets[i] === 1).sort();
  let [below, upTo, wins] = [0, 0, 0];
  for (const score of positives) {
    while (below < negatives.length && negatives[below] < score) below++;
    upTo = Math.max(upTo, below);
    while (upTo < negatives.length && negatives[upTo] === score) upTo++;
    wins += (below + upTo) / 2;
  }
  return wins / (positives.length * negatives.length);
}

function onGpu(device, values) {
  const buffer = device.createBuffer({ size: values.byteLength, usage: 0x80 | 0x8 | 0x4 });
  device.queue.writeBuffer(buffer, 0, values);
  return tensor(buffer, [values.length]);
}

/** Median milliseconds of each contestant, who take turns. */
async function race(contestants) {
  const samples = contestants.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, { run }] of contestants.entries()) {
      const start = performance.now();
      await run();
      samples[i].push(performance.now() - start);
    }
  }
  return samples.map((list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)]);
}

const data = makeData();
const engine = await createEngine();
const there = { scores: onGpu(engine.device, data.scores), targets: onGpu(engine.device, data.targets) };
const contestants = [
  { name: "typed arrays, sorted by JavaScript", run: () => plainAuc(data) },
  { name: "engine.measure, scores in memory", run: () => engine.measure(rocAuc(), data) },
  { name: "engine.measure, scores on the GPU", run: () => engine.measure(rocAuc(), there) },
];
const wanted = plainAuc(data);
for (const { name, run } of contestants) {
  const found = await run();
  if (Math.abs(found - wanted) > 1e-12) throw new Error(`${name} gives ${found} and not ${wanted}`);
}
const times = await race(contestants);
const { vendor, architecture, description, software } = engine.info;
const load = (loadavg()[0] / availableParallelism()).toFixed(1);
console.log(
  `rocAuc of 2^22 scores, ${wanted}, on ${[vendor, architecture, description].filter(Boolean).join(", ")} (${software ? "software" : "hardware"}), load ${load} per CPU`,
);
for (const [i, { name }] of contestants.entries()) {
  console.log(`  ${name}: ${times[i].toFixed(0)} ms, ${(times[0] / times[i]).toFixed(2)} times as fast`);
}
engine.destroy();
