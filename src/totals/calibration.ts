import { added } from "./added.js";
import { isBroken, listIn, ratio } from "./read.js";
import type { Rule } from "./rule.js";

/** Σ_b |Σ w·confidence − Σ w·hit| / Σ w: each bin's gap, weighed by what is in it. */
export const calibration: Rule = {
  name: "calibration",
  merge: added,
  finish: (totals) => {
    if (isBroken(totals)) return Number.NaN;
    const hits = listIn(totals, "hits");
    const gaps = listIn(totals, "confidence").map((sum, bin) => Math.abs(sum - (hits[bin] as number)));
    const add = (sum: number, value: number): number => sum + value;
    return ratio(gaps.reduce(add, 0), listIn(totals, "weight").reduce(add, 0));
  },
};
