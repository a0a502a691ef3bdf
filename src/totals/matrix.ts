import { added } from "./added.js";
import { isBroken, listIn } from "./read.js";
import type { Rule } from "./rule.js";

/** Counts as they are, row after row. */
export const matrix: Rule = {
  name: "matrix",
  merge: added,
  finish: (totals) =>
    Float64Array.from(listIn(totals, "counts"), (count) => (isBroken(totals) ? Number.NaN : count)),
};
