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
/** Side by side, about equally long: one process alone leaves half of two cores idle, and three are in each other's way. */
const lanes = [["node"], ["chrome", "once"]];
/** What `--project` means: what is proved once is proved in Node. */
const asked = { node: ["node", "once"], chrome: ["chrome"] };
const runs = values.project ? [asked[values.project] ?? [values.project]] : lanes;

await bootstrap();
const results = everything ? [await check()] : [];
const tested = await Promise.all(
  runs.map(async (runtimes, lane) => {
    const own = [];
    for (const runtime of runtimes) {
      // Of two lanes one is shown as it goes, the other when it is done.
      const result = await testRuntime(runtime, files, lane === 0 ? "show" : "onEnd");
      if (files.length === 0 && result.gpuTests === 0) {
        result.failed += 1;
        result.failures.push(`${runtime}: no test ran on the GPU, and that is a failure`);
      }
      own.push(result);
    }
    return own;
  }),
);
results.push(...tested.flat());

// Once more, together: above they stand among thousands of lines.
for (const failure of results.flatMap(({ failures }) => failures)) say(`FAILED ${failure}`);
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
process.exitCode = sum("failed") === 0 && sum("passed") > 0 ? 0 : 1;
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
