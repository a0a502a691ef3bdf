import body from "../../shaders/metrics/rocAuc.wgsl?raw";
import { scores } from "../families/scores.js";
import { roc } from "../totals/roc.js";

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
  surrogate: "pairwiseAuc",
  formula: String.raw`\frac{\sum_{i\in+,\,j\in-}w_iw_j\bigl([s_i>s_j]+\tfrac12[s_i=s_j]\bigr)}{\sum_{i\in+}w_i\sum_{j\in-}w_j}`,
  citation:
    "J. A. Hanley, B. J. McNeil, The meaning and use of the area under a receiver operating characteristic (ROC) curve, Radiology 143 (1982) 29–36",
});
