import type { Work } from "../plan/plan.js";
import { sweepsOf } from "./sweeps.js";

/** Some lists whose turn it is. */
export interface Lists {
  /** The inputs given. */
  readonly names: readonly string[];
  readonly entries: number;
  readonly lists: number;
  /** Of all lists, and of those that a turn takes at most. */
  readonly share: number;
  readonly turn: number;
}

/** A workgroup goes over the whole list for an entry of every lane, and only compares. */
export function rankWork({ names, entries, share }: Lists, workgroup: number): Work {
  const sweeps = sweepsOf(Math.ceil(entries / workgroup), 4 * entries);
  return { reads: each(names, sweeps * share) };
}

/** A look; sums and losses from the end; for slopes, inverses and slopes from the front. */
export function scanWork({ names, entries, lists, share, turn }: Lists, hasSlopes: boolean): Work {
  const all = lists * entries;
  const nearBytes = 20 * entries;
  const sums = hasSlopes ? 4 : 2;
  return {
    calls: {
      mergeFolded: all,
      power: (hasSlopes ? 3 : 2) * all,
      scaledPair: sums * all,
      scaledTimes: sums * all,
      rankingTerm: all,
      ...(hasSlopes ? { rankingSlope: all, scaledInverse: 2 * all } : {}),
    },
    reads: {
      ...each(names, share),
      "input/scores": share * sweepsOf(hasSlopes ? 4 : 3, nearBytes),
      order: turn * sweepsOf(hasSlopes ? 3 : 2, nearBytes),
      rests: turn * sweepsOf(3, nearBytes),
    },
    writes: { rests: turn, slopes: share, items: share },
  };
}

function each(names: readonly string[], times: number): Readonly<Record<string, number>> {
  return Object.fromEntries(names.map((name) => [`input/${name}`, times]));
}
