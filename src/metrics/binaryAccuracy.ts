import body from "../../shaders/metrics/binaryAccuracy.wgsl?raw";
import { unit } from "../check/params.js";
import { elementwise } from "../families/elementwise.js";
import { lossMean } from "../families/lossMean.js";
import { mean } from "../totals/mean.js";

const name = "binaryAccuracy";
const params = { threshold: unit(0.5) };
const formula = String.raw`\frac{\sum_i w_i\,\bigl[[p_i>\theta]=t_i\bigr]}{\sum_i w_i}`;
const citation = "T. Fawcett, An introduction to ROC analysis, Pattern Recognition Letters 27 (2006) 861–874";
const common = { name, gradients: [], params, formula, citation, body };

/** 1 for an element on the right side of the threshold. */
const ofProbabilities = elementwise({ ...common, inputs: { probabilities: "unit", targets: "binary" } });

const ofLogits = elementwise({
  ...common,
  inputs: { logits: "logits", targets: "binary" },
  bodyFunction: "binaryAccuracyLogits",
});

/**
 * Binary accuracy: the share of elements on the right side of the threshold. Positive is what lies strictly above it,
 * both in f32.
 *
 * Inputs `probabilities` or `logits` (σ inside, then the threshold) and `targets` (0 or 1): one shape; `weights`,
 * shaped like them or like their leading axes. Gives a number in [0, 1], 0 of nothing.
 *
 * @param params.threshold in [0, 1]. Default 0.5.
 */
export const binaryAccuracy = lossMean<typeof params, "probabilities" | "logits" | "targets" | "weights">({
  name,
  inputs: { probabilities: "unit", logits: "logits", targets: "binary" },
  oneOf: [["probabilities", "logits"]],
  params,
  loss: ({ threshold }, given) =>
    (given.includes("logits") ? ofLogits : ofProbabilities)({ threshold: threshold as number }),
  rule: mean,
  surrogate: "binaryCrossEntropyWithLogits",
  formula,
  citation,
});
