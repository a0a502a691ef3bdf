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
// Side by side: one alone leaves half of two cores idle. What the browser says is shown when it is done.
const outputs = { node: "show", chrome: runtimes.length > 1 ? "onEnd" : "show" };
const tested = await Promise.all(
  runtimes.map(async (runtime) => {
    const result = await testRuntime(runtime, files, outputs[runtime]);
    if (files.length === 0 && result.gpuTests === 0) {
      say(`${runtime}: no test ran on the GPU, and that is a failure`);
      result.failed += 1;
    }
    return result;
  }),
);
results.push(...tested);

const sum = (key) => results.reduce((total, result) => total + result[key], 0);
process.exitCode = sum("failed") === 0 && sum("passed") > 0 ? 0 : 1;
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
