/**
 * `npm run bench`: this library, TensorFlow.js, jax-js and a plain loop in one browser tab, in turn.
 *
 *   --only NAME     rows whose name contains it; may be given more than once
 *   --large         rows that want a real GPU, as well
 *   --quick         small shapes: does the benchmark itself work? Nothing is written
 *   --rounds N      default 7, at least 5
 *   --compare A B   no run: is the file of results B worse than A? Exit code 1 if it is
 *   --tolerance T   the part of its speed that a row may lose, default 0.15
 *   --tiers         instead, in Node: softmaxCrossEntropy by the length of its rows, for cliffs
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bootstrap, root } from "./bootstrap.mjs";
import { buildLibrary } from "./build.mjs";
import { dawnEnvironment } from "./dawn.mjs";
import { serve } from "./serve.mjs";
import { runNode, say } from "./step.mjs";

const { values: flags, positionals: files } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", multiple: true, default: [] },
    large: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    rounds: { type: "string", default: "7" },
    compare: { type: "boolean", default: false },
    tolerance: { type: "string", default: "0.15" },
    tiers: { type: "boolean", default: false },
  },
});

if (files.length !== (flags.compare ? 2 : 0))
  throw new Error(
    `${files.length} files are given (${files.join(", ") || "none"}); --compare takes two, and nothing else takes any.`,
  );
if (flags.compare) {
  const tolerance = Number(flags.tolerance);
  if (!(tolerance >= 0 && tolerance < 1))
    throw new Error(`--tolerance is ${flags.tolerance}; a number from 0 to below 1.`);
  const { compareFiles } = await import("../test/bench/compare.mjs");
  process.exit(compareFiles(files[0], files[1], tolerance));
}

const rounds = Number(flags.rounds);
if (!Number.isInteger(rounds) || rounds < 5)
  throw new Error(`--rounds is ${flags.rounds}; a whole number from 5.`);

await bootstrap();
if (!(await buildLibrary())) process.exit(1);

if (flags.tiers) {
  const { env } = await dawnEnvironment();
  process.exit(await runNode([join(root, "test/bench/tiers.mjs")], { env }));
}

const { nameOf, rows: allRows, smallRows } = await import("../demo/bench/rows.js");
const { smallTrainingRows, trainingNameOf, trainingRows } = await import("../test/bench/trainingRows.mjs");
const { loopRows, smallLoopRows } = await import("../test/bench/loopRows.mjs");
const { lineOf, loopLineOf, trainingLineOf } = await import("../test/bench/lines.mjs");
const { keepResults } = await import("../test/bench/results.mjs");
const { lossesOf } = await import("../dist/cli/catalogue.js");
const library = await import("../dist/index.js");
const { default: puppeteer } = await import("puppeteer");
const { findBrowser } = await import("./browser.mjs");

/** The page with everybody in it, from the built library. */
async function bundlePage() {
  const { build } = await import("vite");
  const outDir = join(root, "node_modules/.cache/fusedloss/bench");
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const alias = ["./reference", "."].map((name) => ({
    find: new RegExp(`^${name.replace(".", "fusedloss")}$`),
    replacement: join(root, exports[name].default),
  }));
  await build({
    configFile: false,
    root: join(root, "test/bench"),
    base: "./",
    logLevel: "warn",
    resolve: { alias },
    build: { outDir, emptyOutDir: true, target: "es2022", chunkSizeWarningLimit: 10_000 },
  });
  return outDir;
}

function commit() {
  const git = (...args) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
  try {
    return (
      git("rev-parse", "--short", "HEAD") +
      (git("status", "--porcelain", "src", "shaders") ? " with changes" : "")
    );
  } catch {
    return "unknown";
  }
}

function peerVersions() {
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return {
    tensorflow: devDependencies["@tensorflow/tfjs-backend-webgpu"],
    jax: devDependencies["@jax-js/jax"],
  };
}

const isWanted = (name) => flags.only.length === 0 || flags.only.some((text) => name.includes(text));
const wanted = (flags.quick ? smallRows : allRows.filter((row) => flags.large || !row.large)).filter((row) =>
  isWanted(nameOf(row)),
);
const wantedTraining = (flags.quick ? smallTrainingRows : trainingRows).filter((row) =>
  isWanted(trainingNameOf(row)),
);
const wantedLoops = (flags.quick ? smallLoopRows : loopRows)(lossesOf(library)).filter((row) =>
  isWanted(nameOf(row)),
);
if (wanted.length + wantedTraining.length + wantedLoops.length === 0)
  throw new Error(`No row's name contains ${flags.only.join(" or ")}.`);

say("bench: bundling the page");
const server = await serve(await bundlePage());
const { source, ...launch } = await findBrowser();
const browser = await puppeteer.launch({ ...launch, headless: true, protocolTimeout: 0 });

try {
  const page = await browser.newPage();
  page.on("error", (error) => console.error(`The page crashed: ${error.message}`));
  page.on("pageerror", (error) => console.error(error));
  await page.goto(server.address);
  const device = await page.evaluate(() => window.benchDevice());
  const run = { runtime: await browser.version(), device, peers: peerVersions() };
  // Of each row its own: `--only` replaces some and keeps the others.
  const busy = Number((loadavg()[0] / availableParallelism()).toFixed(1));
  if (busy > 0.5)
    say(`bench: other programs keep this machine busy (load ${busy} per CPU); the spread will show it`);
  const stamp = { date: new Date().toISOString().slice(0, 10), commit: commit(), busy };
  say(
    `bench: ${wanted.length + wantedLoops.length + wantedTraining.length} rows, ${rounds} rounds, ${Object.values(device).filter(Boolean).join(", ")}`,
  );

  /** Every row on a page of its own: nobody inherits buffers or pipelines from the row before. */
  async function measured(rows, nameOf, lineOf, what, options) {
    const results = [];
    for (const row of rows) {
      say(nameOf(row));
      await page.goto(server.address);
      try {
        const call = (what, row, options) => window[what](row, options);
        const result = await page.evaluate(call, what, row, options);
        results.push({ ...result, ...stamp, ...options });
        console.log(lineOf(result));
      } catch (error) {
        console.error(`  ${error.message}`);
        results.push({ ...row, ...stamp, ...options, failed: error.message.split("\n")[0] });
      }
    }
    return results;
  }
  // A whole run is long: it evens out by itself what more rounds would. So do twenty losses in a row.
  const fewer = { rounds: Math.min(5, rounds) };
  const results = {
    rows: await measured(wanted, nameOf, lineOf, "bench", { rounds }),
    loops: await measured(wantedLoops, nameOf, loopLineOf, "benchLoop", fewer),
    training: await measured(wantedTraining, trainingNameOf, trainingLineOf, "benchTraining", fewer),
  };
  if (!flags.quick)
    say(`bench: wrote ${keepResults(root, run, results)} and the tables of docs/performance.md`);
  if (Object.values(results).some((rows) => rows.some(({ failed }) => failed))) process.exitCode = 1;
} finally {
  await browser.close();
  server.close();
}
