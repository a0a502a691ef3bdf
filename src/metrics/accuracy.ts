import body from "../../shaders/metrics/accuracy.wgsl?raw";
import { countUpTo, integer32 } from "../check/params.js";
import { lossMean } from "../families/lossMean.js";
import { rowwise } from "../families/rowwise.js";
import { mean } from "../totals/mean.js";

const name = "accuracy";
const inputs = { logits: "logits", probabilities: "unit", labels: "labels" } as const;
const oneOf = [["logits", "probabilities"]] as const;
const params = { topK: countUpTo(2 ** 24, 1), ignoreIndex: integer32(-100) };
const formula = String.raw`\frac{\sum_i w_i\,[\operatorname{rank}(y_i)<k]}{\sum_i w_i}`;
const citation =
  "Top-k as in O. Russakovsky et al., ImageNet Large Scale Visual Recognition Challenge, IJCV 115 (2015) 211–252";

/** 1 for a row whose label is among its topK largest classes. */
const hit = rowwise({
  name,
  inputs,
  oneOf,
  gradients: [],
  params: { topK: params.topK },
  state: { before: "u32" },
  flags: (_params, given) => ({ FromLogits: given.includes("logits") }),
  formula,
  citation,
  body,
});

/**
 * Accuracy: the share of rows whose label is among their `topK` largest classes; of equal classes those with the
 * lowest index come first.
 *
 * Inputs `logits` or `probabilities` […, C], `labels` […]; `weights` […] weigh the rows. Rows whose label is
 * `ignoreIndex`, and rows masked throughout (every logit −Infinity), do not count. Gives a number in [0, 1], 0 of
 * nothing. With topK 1 the same as `sklearn.metrics.accuracy_score` of the argmax.
 *
 * @param params.topK how many of the largest classes count, ≥ 1. Default 1.
 * @param params.ignoreIndex a label that does not count. Default −100.
 */
export const accuracy = lossMean<typeof params, "logits" | "probabilities" | "labels" | "weights">({
  name,
  inputs,
  oneOf,
  params,
  loss: ({ topK, ignoreIndex }) => hit({ topK: topK as number, ignoreIndex: ignoreIndex as number }),
  rule: mean,
  surrogate: "softmaxCrossEntropy",
  formula,
  citation,
});
