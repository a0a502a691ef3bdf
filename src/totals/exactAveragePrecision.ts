import { isBroken, numberIn, ratio } from "./read.js";
import { refused } from "./refused.js";
import type { Rule } from "./rule.js";

/** Precision at every step of recall, of one whole batch. */
export const exactAveragePrecision: Rule = {
  name: "exactAveragePrecision",
  merge: refused("averagePrecision"),
  finish: (totals) =>
    isBroken(totals) ? Number.NaN : ratio(numberIn(totals, "area"), numberIn(totals, "positives")),
};
