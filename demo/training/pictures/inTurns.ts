/** Several easels, a few steps at each, so that all are seen to grow together. */
import { firstRate } from "./adamOfPixels.js";
import type { Easel, Sight } from "./easel.js";

/** A picture on its way. */
export interface Progress extends Sight {
  /** Steps so far. */
  readonly step: number;
  /** Milliseconds of a step, the looking between included; 0 before the first. */
  readonly perStep: number;
}

/** How many steps are taken at one easel before the next has its turn. */
const perTurnOf = (steps: number) => Math.ceil(steps / 30);

/** How often each is looked at, the start included. */
export const looksOf = (steps: number) => 1 + Math.ceil(steps / perTurnOf(steps));

export async function inTurns(
  easels: Readonly<Record<string, Easel>>,
  steps: number,
  tell: (name: string, progress: Progress) => Promise<void>,
): Promise<void> {
  const all = Object.entries(easels);
  for (const [name, easel] of all) await tell(name, { step: 0, perStep: 0, ...(await easel.see()) });
  const spent: Record<string, number> = {};
  const perTurn = perTurnOf(steps);
  for (let done = 0; done < steps; done += perTurn) {
    const count = Math.min(perTurn, steps - done);
    for (const [name, easel] of all) {
      const begun = performance.now();
      // Large steps at first, and none at the end.
      await easel.advance(count, (step) => firstRate * (1 - (done + step) / steps));
      const sight = await easel.see();
      const milliseconds = (spent[name] ?? 0) + performance.now() - begun;
      spent[name] = milliseconds;
      await tell(name, { step: done + count, perStep: milliseconds / (done + count), ...sight });
    }
  }
}
