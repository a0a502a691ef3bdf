import { added } from "./added.js";
import { isBroken, listIn, ratio } from "./read.js";
import type { Rule } from "./rule.js";

/** Σ (R_k − R_{k−1})·P_k from the highest bin down: what is in one bin is one step. */
export const averagePrecision: Rule = {
  name: "averagePrecision",
  merge: added,
  finish: (totals) => {
    if (isBroken(totals)) return Number.NaN;
    const positives = listIn(totals, "positives");
    const negatives = listIn(totals, "negatives");
    let [found, seen, area] = [0, 0, 0];
    for (let bin = positives.length - 1; bin >= 0; bin--) {
      const own = positives[bin] as number;
      found += own;
      seen += own + (negatives[bin] as number);
      area += own * ratio(found, seen);
    }
    return ratio(area, found);
  },
};
