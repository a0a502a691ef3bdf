/** What the docs show of the results of a device. */
import { nameOf } from "../../demo/bench/rows.js";
import { growth } from "../../demo/bench/statistics.js";
import { busyNote, bytes, fractionOf, mark, number, peerNames, rangeOf, ratioOf, table } from "./format.mjs";
import { trainingNameOf } from "./trainingRows.mjs";

const stampOf = (row) => `${row.date}, commit ${row.commit}${busyNote(row)}`;

function ratiosTable(rows) {
  return table(
    [
      "loss + gradient",
      ...Object.values(peerNames).map((name) => `${name} ÷ ours`),
      "of the copy",
      "ours, ms",
    ],
    rows.map((row) => [
      nameOf(row),
      ...Object.keys(peerNames).map((key) => ratioOf(row, key)),
      fractionOf(row),
      rangeOf(row.ours.ms),
    ]),
  );
}

function costsTable(rows) {
  const each = (row, field) =>
    [row.ours, row.peers.tensorflow, row.peers.jax].map((who) => (who.failed ? "–" : field(who))).join(" / ");
  return table(
    [
      "ours / TensorFlow.js / jax-js",
      "first call, ms",
      "step, ms",
      "buffers made per step",
      "gradient, worst error",
      "GPU memory beyond the inputs, in gradients",
      "ours beyond inputs and gradient",
    ],
    rows.map((row) => [
      nameOf(row),
      each(row, (who) => number(who.firstMs)),
      each(row, (who) => number(who.ms.median)),
      each(row, (who) => number(who.buffersPerStep)),
      each(row, (who) => number(who.gradientError)),
      each(row, (who) => number(who.gradientsHeld ?? 1)),
      `${bytes(row.ours.extraBytes)}, ≤ ${row.ours.storageBuffers} storage buffers a dispatch`,
    ]),
  );
}

function notes(rows) {
  const sentences = rows.map((row) => {
    const { form, forms = {}, failed: noJax } = row.peers.jax;
    const others = Object.entries(forms)
      .filter(([name]) => name !== form)
      .map(([name, found]) => `${name}: ${typeof found === "number" ? `${number(found)} ms` : found}`);
    const jax = noJax ? "" : `jax-js as ${form}${others.length > 0 ? ` (${others.join("; ")})` : ""}; `;
    const failed = Object.entries(row.peers)
      .filter(([, peer]) => peer.failed)
      .map(([key, peer]) => `${peerNames[key]} not timed (${peer.failed}); `);
    return `- ${nameOf(row)}: ${jax}${failed.join("")}copy ${row.copy.grid}, ${row.copy.gigabytesPerSecond} GB/s; ${row.date}, commit ${row.commit}, ${row.rounds} rounds${busyNote(row)}.`;
  });
  return sentences.join("\n");
}

/** How the time of a loss grows with the first axis, all else equal. */
function growthNote(rows) {
  return [
    ["ctc", "frames", 16],
    ["infoNce", "pairs", 128],
  ]
    .map(([name, counted, other]) => {
      const alike = rows.filter(({ loss, shape }) => loss === name && shape[1] === other);
      if (alike.length < 3) return "";
      const points = alike.map(({ shape, ours }) => ({ size: shape[0], cost: ours.ms.median }));
      const sizes = points.map(({ size }) => size);
      return `${name} from ${Math.min(...sizes)} to ${Math.max(...sizes)} ${counted}: time grows as ${counted} to the power ${growth(points)}.`;
    })
    .join("\n");
}

function loopsTable(rows) {
  return table(
    [
      "an exponential or a logarithm per element",
      "plain loop ÷ ours",
      "plain loop, ms",
      "ours, ms",
      "measured",
    ],
    rows.map((row) => [
      nameOf(row),
      ratioOf(row, "plain"),
      rangeOf(row.peers.plain.ms),
      rangeOf(row.ours.ms),
      stampOf(row),
    ]),
  );
}

function trainingTable(rows) {
  return table(
    [
      "whole runs of training",
      "TensorFlow.js ÷ ours",
      "jax-js ÷ ours",
      "ours, ms",
      "ours, ms a step",
      "measured",
    ],
    rows.map((row) => [
      trainingNameOf(row),
      ratioOf(row, "tensorflow"),
      ratioOf(row, "jax"),
      rangeOf(row.ours.ms),
      number(row.ours.ms.median / row.steps),
      stampOf(row),
    ]),
  );
}

const deviceName = ({ vendor, architecture, device, description, threads }) =>
  [[vendor, architecture, device, description].filter(Boolean).join(" "), threads && `${threads} CPU threads`]
    .filter(Boolean)
    .join(", ");

const isDone = ({ failed }) => !failed;

/** Tables of rows that there are, and who was not timed. */
function blocksOf(rows, nameOf, ...makers) {
  const done = rows.filter(isDone);
  const failed = rows.filter((row) => row.failed).map((row) => `- ${nameOf(row)}: not timed, ${row.failed}`);
  return [...(done.length > 0 ? makers.map((make) => make(done)) : []), failed.join("\n")];
}

export function tabSection({ runtime, device, peers, rows, loops, training }) {
  return [
    `### In a tab: ${deviceName(device)}`,
    `${runtime}; TensorFlow.js ${peers.tensorflow}, jax-js ${peers.jax}.`,
    ...blocksOf(rows, nameOf, ratiosTable, costsTable, notes, growthNote),
    ...blocksOf(loops, nameOf, loopsTable),
    ...blocksOf(training, trainingNameOf, trainingTable),
  ]
    .filter(Boolean)
    .join("\n\n");
}

/** How many times as long PyTorch takes, `2.1×, asked 2 ✓`; of products, which part of our time they take there. */
function torchCell({ torch, ours, least }, key) {
  if (!torch?.[key]) return "–";
  const found = torch[key].median / ours.ms.median;
  return `${number(found)}×${mark(least?.[key], found, String)}`;
}

const torchNames = {
  eager: "eager ÷ ours",
  compile: "torch.compile ÷ ours",
  triton: "Triton ÷ ours",
  fused: "fused ÷ ours",
  products: "torch's products ÷ ours",
};

function heldBy({ ours, mostBytes }) {
  if (ours.extraBytes === undefined) return "–";
  const asked =
    mostBytes === undefined
      ? ""
      : `, asked ≤ ${bytes(mostBytes)} ${ours.extraBytes <= mostBytes ? "✓" : "✗"}`;
  return `${bytes(ours.extraBytes)}${asked}`;
}

function deviceTable(title, rows, nameOf, keys) {
  if (rows.length === 0) return "";
  return table(
    [
      title,
      "of the copy",
      "copy, GB/s",
      "ours, ms",
      ...keys.map((key) => torchNames[key]),
      "beyond inputs and gradients",
      "measured",
    ],
    rows.map((row) => [
      nameOf(row),
      fractionOf(row),
      number(row.copy.gigabytesPerSecond),
      `${rangeOf(row.ours.ms)}, by ${row.clock}`,
      ...keys.map((key) => torchCell(row, key)),
      heldBy(row),
      `${row.date}, commit ${row.commit}, ${row.rounds} rounds`,
    ]),
  );
}

export function dawnSection({ runtime, device, torch, rows, training }) {
  return [
    `### In Node on Dawn: ${deviceName(device)}`,
    `${runtime}${torch ? `; PyTorch ${torch}` : ""}.`,
    deviceTable("loss + gradients", rows, nameOf, ["eager", "compile", "triton", "products"]),
    deviceTable("optimisers", training, trainingNameOf, ["eager", "compile", "fused"]),
  ]
    .filter(Boolean)
    .join("\n\n");
}
