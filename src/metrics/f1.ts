import body from "../../shaders/metrics/precision.wgsl?raw";
import { classCounts } from "../families/classCounts.js";
import { f1 as rule } from "../totals/f1.js";

/**
 * F1: the harmonic mean of precision and recall, 2·TP / (2·TP + FP + FN). 0/0 is 0.
 *
 * Binary and multi-label: `probabilities` or `logits` (σ inside) and `targets` (0 or 1), [N] or […, C]; positive is
 * what lies strictly above the threshold, both in f32. Multi-class: `logits` or `probabilities` […, C] (the largest
 * class, the first of equals) or `predictedLabels` […], with `labels` […]. `weights` weigh the items. Gives a number;
 * under "none" a `Float64Array`, one per class. The same as `sklearn.metrics.f1_score`.
 *
 * @param params.average "binary" (default): one column of targets, or the second of two classes; "micro": counts are
 *   pooled over the classes; "macro": the mean over all classes, absent ones as 0; "weighted": by how many there are
 *   of each; "none": each for itself.
 * @param params.threshold of probabilities against targets, in [0, 1]. Default 0.5.
 * @param params.classes how many classes there are; must be told of `predictedLabels`. Default: C.
 * @param params.ignoreIndex a label that does not count. Default −100.
 */
export const f1 = classCounts({
  name: "f1",
  body,
  rule,
  surrogate: "softF1",
  formula: String.raw`\frac{2\,TP}{2\,TP+FP+FN}`,
  citation: "C. J. van Rijsbergen, Information Retrieval, 2nd ed., Butterworths 1979",
});
