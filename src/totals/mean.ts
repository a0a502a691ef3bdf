import { added } from "./added.js";
import { isBroken, numberIn, ratio } from "./read.js";
import type { Rule, Totals } from "./rule.js";

/** Σ w·x / Σ w of `sum` and `divisor`: 0 where nothing was counted, infinite where an item was. */
export function meanOf(totals: Totals): number {
  if (isBroken(totals)) return Number.NaN;
  if (numberIn(totals, "infinite") > 0) return Number.POSITIVE_INFINITY;
  return ratio(numberIn(totals, "sum"), numberIn(totals, "divisor"));
}

/** The weighted mean of what the items say. */
export const mean: Rule = { name: "mean", merge: added, finish: meanOf };
