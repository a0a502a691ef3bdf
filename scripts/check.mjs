/** `npm run check`: what can be known without running the library. Each check counts as one test. */
import { bootstrap } from "./bootstrap.mjs";
import { buildLibrary } from "./build.mjs";
import { isMain, say } from "./step.mjs";
import { attw, biome, publint, tsc, typedoc } from "./tool.mjs";

const output = "onFailure";

const checks = {
  "types (tsc)": async () => (await tsc(["--noEmit"], { output })) === 0,
  "style (biome)": async () => (await biome(["check", "--max-diagnostics=20"], { output })) === 0,
  "package (publint)": async () => (await publint(["--strict"], { output })) === 0,
  "package types (attw)": async () =>
    (await attw(["--pack", ".", "--profile", "esm-only"], { output })) === 0,
};

/** What `npm test` leaves out, for the time it takes. */
const more = {
  "docstrings (typedoc)": async () => (await typedoc(["--emit", "none"], { output })) === 0,
};

/** Builds, then checks; answers how many passed and failed, and which failed. */
export async function check(chosen = checks) {
  const all = { build: buildLibrary, ...chosen };
  const failures = [];
  for (const [name, passes] of Object.entries(all)) {
    const passed = await passes();
    if (!passed) failures.push(name);
    say(`${name}: ${passed ? "passed" : "FAILED"}`);
  }
  return { passed: Object.keys(all).length - failures.length, failed: failures.length, failures };
}

if (isMain(import.meta)) {
  await bootstrap();
  const { failed } = await check({ ...checks, ...more });
  process.exitCode = failed === 0 ? 0 : 1;
}
