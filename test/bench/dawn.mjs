/**
 * Ours against the copy in Node on Dawn, with unquantised timestamps where the device has them:
 *
 *   node scripts/run.mjs test/bench/dawn.mjs [--small] [--only NAME] [--rounds N] [--torch FILE]
 *
 * `--torch` takes what `torch.py` wrote on the same machine and sets its times beside ours.
 * `--small` runs small shapes anywhere, to try this file, and writes nothing.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createEngine } from "fusedloss/node";
import { makeCopy, storageUsage } from "../../demo/bench/copy.js";
import {
  bound,
  gradientError,
  judgePiece,
  largest,
  lossError,
  lossOf,
  pieces,
} from "../../demo/bench/judge.js";
import {
  deviceRows,
  elementsOf,
  inputsOf,
  itemsOf,
  nameOf,
  smallRows,
  rows as tabRows,
  trafficOf,
} from "../../demo/bench/rows.js";
import { median, ratio, spread } from "../../demo/bench/statistics.js";
import { rangeOf } from "./format.mjs";
import { keepResults } from "./results.mjs";
import { watch } from "./watch.mjs";

const { values: flags } = parseArgs({
  options: {
    small: { type: "boolean", default: false },
    only: { type: "string", multiple: true, default: [] },
    rounds: { type: "string", default: "9" },
    torch: { type: "string" },
  },
});
const rounds = Math.max(5, Number(flags.rounds));
const root = fileURLToPath(new URL("../..", import.meta.url));

/** A submit is at least this long, in milliseconds. */
const shortestSubmit = 5;

/** An input this large outlasts every cache by itself: one set of it is enough. */
const largeInput = 2 ** 30;

const mapRead = 0x1;
const mapReadUsage = 0x1 | 0x8;
const queryResolveUsage = 0x200 | 0x4;

const engine = await createEngine({ dawn: ["disable-dawn-features=timestamp_quantization"] });
const { device, info } = engine;
const seen = watch(device);

/** Fills a buffer on the device: 2²⁶ random numbers are slow to make in JavaScript. */
async function fill(buffer, { kind, count, classes, seed }) {
  const value = {
    wide: "5.0 * (fraction(word) + fraction(word ^ 0x68bc21ebu) + fraction(word ^ 0x02e5be93u) - 1.5)",
    normal: "2.0 * (fraction(word) + fraction(word ^ 0x68bc21ebu) + fraction(word ^ 0x02e5be93u) - 1.5)",
    binary: "f32(word & 1u)",
    label: `i32(word % ${classes}u)`,
  }[kind];
  const code = `
    @group(0) @binding(0) var<storage, read_write> data: array<${kind === "label" ? "i32" : "f32"}>;
    fn mixed(x: u32) -> u32 {
      let a = x * 747796405u + 2891336453u;
      let b = ((a >> ((a >> 28u) + 4u)) ^ a) * 277803737u;
      return (b >> 22u) ^ b;
    }
    fn fraction(x: u32) -> f32 { return f32(mixed(x) >> 8u) * 0x1p-24f; }
    @compute @workgroup_size(64)
    fn fill(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
      for (var i = id.x; i < ${count}u; i += groups.x * 64u) {
        let word = mixed(i ^ mixed(${seed}u));
        data[i] = ${value};
      }
    }`;
  const module = device.createShaderModule({ code });
  const pipeline = await device.createComputePipelineAsync({ layout: "auto", compute: { module } });
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [{ binding: 0, resource: { buffer } }],
  });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(Math.min(info.software ? 16 : 4096, Math.ceil(count / 64)));
  pass.end();
  device.queue.submit([encoder.finish()]);
}

/** The inputs of a set, made on the device. */
async function makeInputs(row, set) {
  const buffers = {};
  for (const [i, { name, kind, shape }] of inputsOf(row).entries()) {
    const count = shape.reduce((product, axis) => product * axis, 1);
    buffers[name] = device.createBuffer({ label: name, size: 4 * count, usage: storageUsage });
    await fill(buffers[name], { kind, count, classes: row.shape.at(-1), seed: 1000 * set + i + 1 });
  }
  return buffers;
}

async function read(buffer, offset, size) {
  const staging = device.createBuffer({ size, usage: mapReadUsage });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, offset, staging, 0, size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(mapRead);
  const bytes = staging.getMappedRange().slice(0);
  staging.destroy();
  return bytes;
}

/** Judges loss and gradient of a set, piece by piece: nothing as large as the row is on the host. */
async function judgeSet(row, buffers, step) {
  const [first] = inputsOf(row);
  const perItem = elementsOf(row) / itemsOf(row);
  let expectedLoss = 0;
  let worst = 0;
  for (const { from, to } of pieces(row)) {
    const inputs = {};
    for (const { name, kind, shape } of inputsOf(row)) {
      const width = shape.slice(1).reduce((product, axis) => product * axis, 1);
      const bytes = await read(buffers[name], 4 * from * width, 4 * (to - from) * width);
      inputs[name] = kind === "label" ? new Int32Array(bytes) : new Float32Array(bytes);
    }
    const { loss, gradient } = judgePiece(row, inputs);
    expectedLoss += loss;
    const found = new Float32Array(
      await read(step.gradients[first.name], 4 * from * perItem, 4 * (to - from) * perItem),
    );
    worst = Math.max(worst, gradientError(found, gradient, largest(gradient)));
  }
  const { loss } = await step.read();
  if (!(lossError(loss, expectedLoss) <= bound)) throw new Error(`loss ${loss} and not ${expectedLoss}`);
  if (!(worst <= bound)) throw new Error(`a gradient that is off by ${worst.toPrecision(2)} of itself`);
}

/** Two timestamps around some steps of one submit, and the wall clock of it. */
function makeClock() {
  if (!device.features.has("timestamp-query")) return undefined;
  const querySet = device.createQuerySet({ type: "timestamp", count: 2 });
  const resolved = device.createBuffer({ size: 16, usage: queryResolveUsage });
  const mark = (encoder, writes) =>
    encoder.beginComputePass({ timestampWrites: { querySet, ...writes } }).end();
  return {
    start: (encoder) => mark(encoder, { beginningOfPassWriteIndex: 0 }),
    end: (encoder) => {
      mark(encoder, { endOfPassWriteIndex: 1 });
      encoder.resolveQuerySet(querySet, 0, 2, resolved, 0);
    },
    read: async () => {
      const [start, end] = new BigUint64Array(await read(resolved, 0, 16));
      return Number(end - start) / 1e6;
    },
  };
}

const clock = makeClock();

/** Milliseconds per step, by the device's clock and by the wall's. */
async function time(encode, steps, set) {
  const encoder = device.createCommandEncoder();
  clock?.start(encoder);
  for (let step = 0; step < steps; step++) encode(encoder, set + step);
  clock?.end(encoder);
  const commands = encoder.finish();
  const start = performance.now();
  device.queue.submit([commands]);
  await device.queue.onSubmittedWorkDone();
  const wall = (performance.now() - start) / steps;
  return { wall, stamp: clock ? (await clock.read()) / steps : 0 };
}

async function bench(row) {
  const inputs = inputsOf(row);
  const first = inputs[0].name;
  const bytes = 4 * elementsOf(row) * trafficOf(row).reads;
  const sets = [];
  for (let set = 0; set < (bytes > largeInput ? 1 : 2); set++) sets.push(await makeInputs(row, set));
  const held = seen.bytes;

  const start = performance.now();
  const shapes = Object.fromEntries(inputs.map(({ name, shape }) => [name, shape]));
  const step = await engine.compile(lossOf(row), shapes, { gradients: [first] });
  const encode = (encoder, set) => step.encode(encoder, sets[set % sets.length]);
  const run = async (set) => {
    const encoder = device.createCommandEncoder();
    encode(encoder, set);
    device.queue.submit([encoder.finish()]);
    await step.read();
  };
  await run(0);
  const firstMs = performance.now() - start;
  const extraBytes = seen.bytes - held - 4 * elementsOf(row);
  for (const [set, buffers] of sets.entries()) {
    await run(set);
    await judgeSet(row, buffers, step);
  }

  const copy = await makeCopy(
    device,
    row,
    sets.map((set) => Object.values(set).slice(0, trafficOf(row).reads)),
  );
  const once = [(await time(encode, 1, 0)).wall, (await time(copy.encode, 1, 0)).wall];
  const steps = Math.max(1, Math.ceil(shortestSubmit / Math.min(...once)));
  const samples = { ours: [], copy: [] };
  await time(copy.encode, steps, 0);
  await time(encode, steps, 0);
  const { buffers: made } = seen;
  let reads = 0;
  for (let round = 0; round < rounds; round++) {
    samples.copy.push(await time(copy.encode, steps, round));
    samples.ours.push(await time(encode, steps, round));
    reads += clock ? 2 : 0;
  }
  if (seen.buffers - made !== reads)
    throw new Error(`steps made ${seen.buffers - made - reads} buffers, not 0`);
  if (seen.storageBuffers > 8)
    throw new Error(`a dispatch binds ${seen.storageBuffers} storage buffers, not ≤ 8`);

  // Timestamps that contradict the wall clock are no timestamps.
  const all = [...samples.ours, ...samples.copy];
  const stamped = clock && all.every(({ stamp, wall }) => stamp > 0 && stamp <= 1.05 * wall);
  const times = (who) => samples[who].map(({ stamp, wall }) => (stamped ? stamp : wall));
  const result = {
    ...row,
    clock: stamped ? "timestamps" : "wall clock",
    stepsPerSubmit: steps,
    ours: {
      ms: spread(times("ours")),
      firstMs: Math.round(firstMs),
      extraBytes,
      storageBuffers: seen.storageBuffers,
    },
    copy: {
      grid: copy.name,
      ms: spread(times("copy")),
      gigabytesPerSecond: Number((copy.bytes / median(times("copy")) / 1e6).toPrecision(3)),
      fraction: ratio(times("copy"), times("ours")),
    },
  };
  copy.destroy();
  step.destroy();
  for (const buffer of sets.flatMap((set) => Object.values(set))) buffer.destroy();
  return result;
}

function commit() {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
  } catch {
    return "unknown";
  }
}

const torch = flags.torch && JSON.parse(readFileSync(flags.torch, "utf8"));
const list = flags.small ? smallRows : info.software ? tabRows.filter(({ large }) => !large) : deviceRows;
const wanted = list.filter(
  (row) => flags.only.length === 0 || flags.only.some((text) => nameOf(row).includes(text)),
);
const stamp = { date: new Date().toISOString().slice(0, 10), commit: commit(), rounds };
const results = [];
console.log(`${[info.vendor, info.architecture, info.device, info.description].filter(Boolean).join(" ")}`);
for (const row of wanted) {
  try {
    const theirs = torch?.rows.find((other) => nameOf(other) === nameOf(row));
    const result = { ...(await bench(row)), ...stamp, ...(theirs ? { torch: theirs } : {}) };
    results.push(result);
    const { ours, copy } = result;
    console.log(
      `${nameOf(row)}: ${rangeOf(copy.fraction)} of the copy (${copy.gigabytesPerSecond} GB/s, ${copy.grid}); ` +
        `${rangeOf(ours.ms)} ms by ${result.clock}, ${result.stepsPerSubmit} steps a submit; ` +
        `first call ${ours.firstMs} ms; ${ours.extraBytes} bytes beyond inputs and gradient`,
    );
  } catch (error) {
    process.exitCode = 1;
    console.error(`${nameOf(row)}: ${error.message}`);
  }
}
if (!flags.small && results.length > 0) {
  const { vendor, architecture, device: name, description } = info;
  const dawn = createRequire(import.meta.url)("webgpu/package.json").version;
  const run = {
    runtime: `Node ${process.versions.node}, webgpu ${dawn}`,
    device: { vendor, architecture, device: name, description },
    ...(torch ? { torch: torch.device } : {}),
  };
  console.log(`wrote ${keepResults(root, run, { rows: results }, "dawn-")}`);
}
engine.destroy();
// Dawn may keep the process.
process.exit();
