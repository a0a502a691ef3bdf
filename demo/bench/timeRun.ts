import type { Entry } from "./contestants/contestant.js";
import { type judge, lossBound, lossError } from "./judge.js";

export type Expected = ReturnType<typeof judge>;

/** Milliseconds per step of some steps, each until its loss is read, and each loss is the expected one. */
export async function timeRun(
  entry: Pick<Entry, "run">,
  set: number,
  steps: number,
  expected: readonly Pick<Expected, "loss" | "at">[],
): Promise<number> {
  const start = performance.now();
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) losses.push(await entry.run((set + step) % expected.length));
  const ms = (performance.now() - start) / steps;
  for (const [step, loss] of losses.entries()) {
    const wanted = expected[(set + step) % expected.length]!;
    if (!(lossError(loss, wanted.loss) <= lossBound(wanted)))
      throw new Error(`a timed run gave ${loss} and not ${wanted.loss}`);
  }
  return ms;
}
