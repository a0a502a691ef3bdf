/**
 * `npm test`: dependencies, build, checks, then every test in Node and in a browser. The last line is the
 * sum of it all. With arguments it is a shorter way: `--project node`, or names of test files, run only those.
 */
import { parseArgs } from "node:util";
import { bootstrap } from "./bootstrap.mjs";
import { check } from "./check.mjs";
import { testRuntime } from "./runtime.mjs";
import { say } from "./step.mjs";

const { values, positionals: files } = parseArgs({
  options: { project: { type: "string" } },
  allowPositionals: true,
});
const everything = !values.project && files.length === 0;
const runtimes = values.project ? [values.project] : ["node", "chrome"];

await bootstrap();
const results = everything ? [await check()] : [];
// Side by side, Node's files in two halves: one process alone leaves half of two cores idle. What is not the
// first half is shown when it is done.
const parts =
  runtimes.length > 1
    ? [
        { runtime: "node", shard: everything ? "1/2" : undefined },
        ...(everything ? [{ runtime: "node", shard: "2/2", output: "onEnd" }] : []),
        { runtime: "chrome", output: "onEnd" },
      ]
    : [{ runtime: runtimes[0] }];
const tested = await Promise.all(
  parts.map(async ({ runtime, ...how }) => ({ runtime, ...(await testRuntime(runtime, files, how)) })),
);
results.push(...tested);
for (const runtime of files.length === 0 ? runtimes : []) {
  const gpuTests = tested.reduce((total, one) => total + (one.runtime === runtime ? one.gpuTests : 0), 0);
  if (gpuTests > 0) continue;
  say(`${runtime}: no test ran on the GPU, and that is a failure`);
  results.push({ passed: 0, failed: 1 });
}

const sum = (key) => results.reduce((total, result) => total + result[key], 0);
process.exitCode = sum("failed") === 0 && sum("passed") > 0 ? 0 : 1;
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
