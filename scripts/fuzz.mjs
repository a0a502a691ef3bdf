/**
 * `npm run fuzz`: losses, shapes and options drawn at random, on the GPU and by the reference, in Node.
 *
 *   --runs N   how many cases; default 3000
 *   --seed N   default: of the clock. A failure prints its own
 */
import { parseArgs } from "node:util";
import { bootstrap } from "./bootstrap.mjs";
import { say } from "./step.mjs";
import { vitest } from "./tool.mjs";

const { values: flags } = parseArgs({
  options: {
    runs: { type: "string", default: "3000" },
    seed: { type: "string", default: String(Date.now() % 1e9) },
  },
});
for (const [name, value] of Object.entries(flags)) {
  if (!/^[1-9]\d*$/.test(value)) throw new Error(`--${name} is ${value}; a whole number from 1.`);
}

await bootstrap();
say(`fuzz: ${flags.runs} cases, seed ${flags.seed}`);
process.env.FUSEDLOSS_FUZZ_RUNS = flags.runs;
process.env.FUSEDLOSS_FUZZ_SEED = flags.seed;
process.exitCode = await vitest(["run", "--project=once", "test/fuzz"]);
