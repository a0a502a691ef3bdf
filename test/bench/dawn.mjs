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
import { deviceRows, nameOf, smallRows, rows as tabRows } from "../../demo/bench/rows.js";
import { makeRace } from "./clock.mjs";
import { dawnAdam } from "./dawnAdam.mjs";
import { dawnRow } from "./dawnRow.mjs";
import { deviceLineOf } from "./lines.mjs";
import { keepResults } from "./results.mjs";
import { deviceTrainingRows, smallTrainingRows, trainingNameOf, trainingRows } from "./trainingRows.mjs";
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

const engine = await createEngine({ dawn: ["disable-dawn-features=timestamp_quantization"] });
const { device, info } = engine;
const seen = watch(device);
const race = makeRace(device);

function commit() {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
  } catch {
    return "unknown";
  }
}

const torch = flags.torch && JSON.parse(readFileSync(flags.torch, "utf8"));
const stamp = { date: new Date().toISOString().slice(0, 10), commit: commit(), rounds };

/** What is run where: small, in software, on a GPU. */
const choose = (small, tab, gpu) => (flags.small ? small : info.software ? tab : gpu);

async function measured(rows, nameOf, bench, theirs = []) {
  const results = [];
  const isWanted = (name) => flags.only.length === 0 || flags.only.some((text) => name.includes(text));
  for (const row of rows.filter((row) => isWanted(nameOf(row)))) {
    try {
      const other = theirs.find((other) => nameOf(other) === nameOf(row));
      const result = await bench(engine, seen, race, row, rounds);
      results.push({ ...result, ...stamp, ...(other ? { torch: other } : {}) });
      console.log(`${nameOf(row)}: ${deviceLineOf(result)}`);
    } catch (error) {
      process.exitCode = 1;
      console.error(`${nameOf(row)}: ${error.message}`);
    }
  }
  return results;
}

console.log(`${[info.vendor, info.architecture, info.device, info.description].filter(Boolean).join(" ")}`);
const isAdam = ({ training }) => training === "adam";
const rows = choose(
  smallRows,
  tabRows.filter(({ large }) => !large),
  deviceRows,
);
const training = choose(smallTrainingRows, trainingRows, deviceTrainingRows).filter(isAdam);
const results = {
  rows: await measured(rows, nameOf, dawnRow, torch?.rows),
  training: await measured(training, trainingNameOf, dawnAdam, torch?.training),
};
if (!flags.small && results.rows.length + results.training.length > 0) {
  const { vendor, architecture, device: name, description } = info;
  const dawn = createRequire(import.meta.url)("webgpu/package.json").version;
  const run = {
    runtime: `Node ${process.versions.node}, webgpu ${dawn}`,
    device: { vendor, architecture, device: name, description },
    ...(torch ? { torch: torch.device } : {}),
  };
  console.log(`wrote ${keepResults(root, run, results, "dawn-")}`);
}
engine.destroy();
// Dawn may keep the process.
process.exit();
