import body from "../../shaders/metrics/rocAuc.wgsl?raw";
import { scores } from "../families/scores.js";
import { exactRoc } from "../totals/exactRoc.js";
import { roc } from "../totals/roc.js";
import type { Totals } from "../totals/rule.js";

const stateWords = 11;

/** Segments in order, from the highest score down, merged in float64 as the body merges them in f32. */
function winsOf(words: Uint32Array): Totals {
  const floats = new Float32Array(words.buffer, words.byteOffset, words.length);
  let [positives, negatives, wins] = [0, 0, 0];
  // The group of equal scores that is still open: more of it may come.
  let open = { key: 0, positive: 0, negative: 0 };
  for (let at = 0; at + stateWords <= words.length; at += stateWords) {
    const [items, one, first, last] = words.subarray(at, at + 4);
    const [
      firstPositive = 0,
      firstNegative = 0,
      lastPositive = 0,
      lastNegative = 0,
      positive = 0,
      negative = 0,
      won = 0,
    ] = floats.subarray(at + 4, at + stateWords);
    if (!items) continue;
    const isOpen = at > 0 && open.key === first;
    wins += won / 2 + positives * negative;
    if (isOpen) wins += (open.negative * firstPositive - open.positive * firstNegative) / 2;
    positives += positive;
    negatives += negative;
    const goesOn = isOpen && one === 1;
    open = {
      key: last ?? 0,
      positive: lastPositive + (goesOn ? open.positive : 0),
      negative: lastNegative + (goesOn ? open.negative : 0),
    };
  }
  return { positives, negatives, wins };
}

/**
 * ROC AUC: the probability that a positive has a higher score than a negative, ties counted half; 1 where every
 * positive is above every negative, ½ of chance.
 *
 * Inputs `scores`, `logits` or `probabilities`, and `targets` (0 or 1), of one shape; `weights`, shaped like them or
 * like their leading axes (a pair weighs the product). Gives a number; NaN where there is one class only. The same as
 * `sklearn.metrics.roc_auc_score`.
 *
 * Without `bins` it is exact: the scores are sorted, so memory grows with them, and partial results are refused. With
 * bins it is that of a histogram over [0, 1], of probabilities or of σ of logits and scores: flat memory, mergeable.
 *
 * @param params.bins how many bins, ≥ 1. Default: none, exact.
 */
export const rocAuc = scores({
  name: "rocAuc",
  body,
  rule: roc,
  exact: { body, bodyName: "rocAuc", words: stateWords, walks: false, totalsOf: winsOf },
  exactRule: exactRoc,
  surrogate: "pairwiseAuc",
  formula: String.raw`\frac{\sum_{i\in+,\,j\in-}w_iw_j\bigl([s_i>s_j]+\tfrac12[s_i=s_j]\bigr)}{\sum_{i\in+}w_i\sum_{j\in-}w_j}`,
  citation:
    "J. A. Hanley, B. J. McNeil, The meaning and use of the area under a receiver operating characteristic (ROC) curve, Radiology 143 (1982) 29–36",
});
