import exactBody from "../../shaders/metrics/averagePrecision.wgsl?raw";
import body from "../../shaders/metrics/rocAuc.wgsl?raw";
import { scores } from "../families/scores.js";
import { averagePrecision as rule } from "../totals/averagePrecision.js";
import { exactAveragePrecision } from "../totals/exactAveragePrecision.js";
import type { Totals } from "../totals/rule.js";

/** Segments: what their steps come to, and what is positive of them. */
function areaOf(words: Uint32Array): Totals {
  const pairs = new Float32Array(words.buffer, words.byteOffset, words.length);
  const sumFrom = (first: number): number =>
    pairs.reduce((sum, value, i) => (i % 2 === first ? sum + value : sum), 0);
  return { area: sumFrom(0), positives: sumFrom(1) };
}

/**
 * Average precision: precision at every step of recall, from the highest score down; items of one score are one step.
 *
 * Inputs `scores`, `logits` or `probabilities`, and `targets` (0 or 1), of one shape; `weights`, shaped like them or
 * like their leading axes. Gives a number in [0, 1], 0 without positives. The same as
 * `sklearn.metrics.average_precision_score`.
 *
 * Without `bins` it is exact: the scores are sorted, so memory grows with them, and partial results are refused. With
 * bins it is that of a histogram over [0, 1], of probabilities or of σ of logits and scores: flat memory, mergeable.
 *
 * @param params.bins how many bins, ≥ 1. Default: none, exact.
 */
export const averagePrecision = scores({
  name: "averagePrecision",
  body,
  rule,
  exact: { body: exactBody, bodyName: "averagePrecision", words: 6, walks: true, totalsOf: areaOf },
  exactRule: exactAveragePrecision,
  surrogate: "pairwiseAuc",
  formula: String.raw`\sum_k(R_k-R_{k-1})P_k`,
  citation: "C. Buckley, E. M. Voorhees, Evaluating evaluation measure stability, SIGIR 2000, 33–40",
});
