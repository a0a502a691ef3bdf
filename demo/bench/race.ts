import type { Ready } from "./prepare.js";
import { type Expected, timeRun } from "./timeRun.js";

/** Times everybody in turn, round after round, so that a slow second of the machine is in all of them. */
export async function race(
  runners: readonly Ready[],
  expected: readonly Expected[],
  rounds: number,
): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    for (const runner of runners) {
      runner.samples.push(await timeRun(runner.entry, round, runner.steps, expected));
    }
  }
}
