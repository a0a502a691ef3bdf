import { added } from "./added.js";
import { meanOf } from "./mean.js";
import type { Rule } from "./rule.js";

/** √ of the mean. */
export const rootMean: Rule = {
  name: "rootMean",
  merge: added,
  finish: (totals) => Math.sqrt(meanOf(totals)),
};
