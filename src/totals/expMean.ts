import { added } from "./added.js";
import { meanOf } from "./mean.js";
import type { Rule } from "./rule.js";

/** exp of the mean: 1 of nothing. */
export const expMean: Rule = { name: "expMean", merge: added, finish: (totals) => Math.exp(meanOf(totals)) };
