import { isBroken, numberIn } from "./read.js";
import { refused } from "./refused.js";
import type { Rule } from "./rule.js";

/** Pairs won over all pairs, of one whole batch. */
export const exactRoc: Rule = {
  name: "exactRoc",
  merge: refused("rocAuc"),
  finish: (totals) =>
    isBroken(totals)
      ? Number.NaN
      : numberIn(totals, "wins") / (numberIn(totals, "positives") * numberIn(totals, "negatives")),
};
