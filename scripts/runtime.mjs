/** Runs the tests of one runtime (`node` or `chrome`) and counts them from Vitest's own report. */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "./bootstrap.mjs";
import { say } from "./step.mjs";
import { vitest } from "./tool.mjs";

const folder = join(root, "node_modules/.cache/fusedloss");

/** What did not pass, a line each: a test that was skipped has shown nothing. */
function failuresOf(file) {
  const where = relative(root, file.name);
  const tests = file.assertionResults
    .filter((test) => test.status !== "passed")
    .map(({ fullName, status, failureMessages: [why = status] }) => `${where} > ${fullName}: ${why}`);
  // A file that could not even be loaded has no tests in the report; it counts as one failure.
  const broken = file.status === "failed" && file.assertionResults.length === 0;
  return broken ? [`${where}: ${file.message}`] : tests;
}

function count(report) {
  const files = report.testResults;
  const tests = files.flatMap((file) => file.assertionResults);
  const passed = tests.filter((test) => test.status === "passed").length;
  const failures = files.flatMap(failuresOf);
  const gpuTests = files
    .filter((file) => file.name.replaceAll("\\", "/").includes("/test/gpu/"))
    .reduce((sum, file) => sum + file.assertionResults.length, 0);
  return { passed, failed: failures.length, failures, gpuTests };
}

/**
 * `{ passed, failed, failures, gpuTests }`; `files` narrows the run as on Vitest's own command line.
 *
 * @param runtime a project of vite.config.ts, or a part of its files: `once 1/2`
 */
export async function testRuntime(runtime, files, output) {
  mkdirSync(folder, { recursive: true });
  const [project, shard] = runtime.split(" ");
  const path = join(folder, `${runtime.replace(/\W/g, "-")}.json`);
  rmSync(path, { force: true });
  const start = performance.now();
  const code = await vitest(
    [
      "run",
      `--project=${project}`,
      ...(shard ? [`--shard=${shard}`] : []),
      "--passWithNoTests",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${path}`,
      ...files,
    ],
    { output },
  );
  const result = existsSync(path)
    ? count(JSON.parse(readFileSync(path, "utf8")))
    : { passed: 0, failed: 0, failures: [], gpuTests: 0 };
  // Errors outside every test (an unhandled rejection, a crash) show in the exit code alone.
  if (code !== 0 && result.failed === 0) {
    result.failed = 1;
    result.failures.push(`${runtime}: exit code ${code}, and no test failed`);
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  say(
    `${runtime}: ${result.passed} passed, ${result.failed} failed, ${result.gpuTests} on the GPU, ${seconds} s`,
  );
  return result;
}
