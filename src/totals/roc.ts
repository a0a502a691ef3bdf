import { added } from "./added.js";
import { isBroken, listIn } from "./read.js";
import type { Rule } from "./rule.js";

/** The share of (positive, negative) pairs in which the positive lies in a higher bin; in one bin they count half. */
export const roc: Rule = {
  name: "roc",
  merge: added,
  finish: (totals) => {
    if (isBroken(totals)) return Number.NaN;
    const negatives = listIn(totals, "negatives");
    let [below, found, wins] = [0, 0, 0];
    for (const [bin, positive] of listIn(totals, "positives").entries()) {
      const negative = negatives[bin] as number;
      wins += positive * (below + 0.5 * negative);
      below += negative;
      found += positive;
    }
    return wins / (found * below);
  },
};
