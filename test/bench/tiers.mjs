/**
 * `npm run bench -- --tiers`: softmaxCrossEntropy by the length of its rows, as many numbers in all. What it takes, divided
 * by the bytes that `engine.explain` predicts, must not jump from one length to the next. In software that is printed
 * and not judged: there it tells of instructions, not of bytes.
 */
import { softmaxCrossEntropy } from "fusedloss";
import { createEngine } from "fusedloss/node";
import { storageUsage } from "../../demo/bench/copy.js";
import { bound, gradientError, judgePiece, largest } from "../../demo/bench/judge.js";
import { makeRace } from "./clock.mjs";
import { fill } from "./fill.mjs";
import { readBuffer } from "./readBuffer.mjs";

/** How much a byte may cost beside what it costs at the next length. */
const steepest = 1.25;

const rounds = 5;

const engine = await createEngine({ dawn: ["disable-dawn-features=timestamp_quantization"] });
const { device, info } = engine;
const race = makeRace(device);

/** Larger than a GPU's caches. */
const elements = info.software ? 2 ** 20 : 2 ** 26;
const longest = 262_144;

/** Up to here every length is tried. */
const shortest = 40;

/** So many numbers of each length are judged, or one row. */
const judged = 2 ** 14;

const rowOf = (classes) => ({
  loss: "softmaxCrossEntropy",
  shape: [Math.max(1, Math.floor(elements / classes)), classes],
});

function explain({ shape }) {
  return engine.explain(softmaxCrossEntropy(), { logits: shape, labels: [shape[0]] });
}

/** What runs for rows of a length: lengths of one tier have the same, but for the numbers that it is told. */
function kernelsOf(classes) {
  return explain(rowOf(classes))
    .plans.flatMap(({ steps }) => steps)
    .map(({ label, module }) => [label, module?.code])
    .join();
}

/**
 * Lengths after which other kernels run, among those a multiple of four apart from each other: quads and single numbers
 * have kernels of their own. Between two near lengths with the same kernels nothing is looked for.
 */
function edgesOf(rest) {
  const edges = [];
  const search = (low, high) => {
    if (kernelsOf(low) === kernelsOf(high)) return;
    if (high - low === 4) {
      edges.push(low);
      return;
    }
    const middle = low + 4 * Math.floor((high - low) / 8);
    search(low, middle);
    search(middle, high);
  };
  const last = longest - ((4 - rest) % 4);
  for (let from = shortest + rest; from < last; ) {
    const to = Math.min(last, from + 4 * Math.ceil(from / 16));
    search(from, to);
    from = to;
  }
  return edges;
}

/** The last length of a tier of single numbers: up to three behind the last one found. */
function exactly(edge) {
  const after = kernelsOf(edge + 4);
  for (let classes = edge + 1; classes < edge + 4; classes++)
    if (kernelsOf(classes) === after) return classes - 1;
  return edge + 3;
}

/** Every short length, the neighbours of every edge, and lengths of real vocabularies. */
function lengths() {
  const short = Array.from({ length: shortest }, (_, i) => i + 1);
  const turns = [1000, 32_000, 128_256, ...edgesOf(0), ...edgesOf(1).map(exactly)];
  const all = [...short, ...turns.flatMap((at) => [at - 1, at, at + 1]), longest];
  return [...new Set(all)].sort((a, b) => a - b);
}

/** The gradient of the first rows against the reference. */
async function judge(row, buffers, step) {
  const [items, classes] = row.shape;
  const rows = Math.min(items, Math.ceil(judged / classes));
  const inputs = {
    logits: new Float32Array(await readBuffer(device, buffers.logits, 0, 4 * rows * classes)),
    labels: new Int32Array(await readBuffer(device, buffers.labels, 0, 4 * rows)),
  };
  const { gradient } = judgePiece(row, inputs);
  const found = await readBuffer(device, step.gradients.logits, 0, 4 * rows * classes);
  const error = gradientError(new Float32Array(found), gradient, largest(gradient));
  if (!(error <= bound)) throw new Error(`${classes} classes: a gradient that is off by ${error} of itself`);
}

/** Nanoseconds per kilobyte that the plan moves, and what else there is to be told of a length. */
async function measure(classes, buffers) {
  const row = rowOf(classes);
  const [items] = row.shape;
  await fill(device, buffers.labels, { kind: "label", count: items, classes, seed: classes });
  const shapes = { logits: row.shape, labels: [items] };
  const step = await engine.compile(softmaxCrossEntropy(), shapes);
  const encode = (encoder) => step.encode(encoder, buffers);
  const { ms } = await race({ encode }, rounds);
  await judge(row, buffers, step);
  step.destroy();
  const { bytes } = explain(row);
  // The least disturbed: one length is set beside another, and they do not run in turn.
  const time = Math.min(...ms.encode);
  return { classes, items, bytes, time, cost: (1e6 * time) / (bytes / 1024) };
}

const buffers = Object.fromEntries(
  ["logits", "labels"].map((name) => [
    name,
    device.createBuffer({ label: name, size: 4 * elements, usage: storageUsage }),
  ]),
);
await fill(device, buffers.logits, { kind: "wide", count: elements, seed: 1 });

console.log(`${[info.vendor, info.architecture, info.device, info.description].filter(Boolean).join(" ")}`);
console.log("classes      rows     moved        ms    ns/KiB  beside the length before");
let before;
const cliffs = [];
for (const classes of lengths()) {
  const found = await measure(classes, buffers);
  const { items, bytes, time, cost } = found;
  const ratio = before && cost / before.cost;
  const isCliff = ratio && Math.max(ratio, 1 / ratio) > steepest;
  if (isCliff)
    cliffs.push(
      `from ${before.classes} to ${classes} classes a byte costs ${ratio.toFixed(2)} times as much`,
    );
  const cells = [
    String(classes).padStart(7),
    String(items).padStart(9),
    `${(bytes / 2 ** 20).toFixed(1)} MiB`.padStart(11),
    time.toPrecision(3).padStart(9),
    cost.toFixed(0).padStart(9),
    ratio ? `${ratio.toFixed(2)}×${isCliff ? "  !" : ""}` : "",
  ];
  console.log(cells.join(" "));
  before = found;
}
if (cliffs.length === 0) console.log(`No step is steeper than ${steepest}×.`);
else if (info.software) console.log(`!: steeper than ${steepest}×, which in software is not judged.`);
else console.error(`Steeper than ${steepest}×:\n${cliffs.join("\n")}`);
engine.destroy();
// Dawn may keep the process.
process.exit(cliffs.length > 0 && !info.software ? 1 : 0);
