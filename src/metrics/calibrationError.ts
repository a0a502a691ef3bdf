import body from "../../shaders/metrics/calibrationError.wgsl?raw";
import { countUpTo, integer32 } from "../check/params.js";
import { ledgerWork } from "../families/ledger.js";
import { metric, usualMetric } from "../families/metric.js";
import { calibration } from "../totals/calibration.js";

const name = "calibrationError";
const params = { bins: countUpTo(2 ** 24, 15), ignoreIndex: integer32(-100) };

/**
 * Expected calibration error: how far confidence and accuracy are apart, bin by bin of confidence, each bin weighed by
 * what is in it. Bins are [k/bins, (k + 1)/bins), the last with its end.
 *
 * With `labels` […]: `logits` (softmax inside) or `probabilities` […, C]; confidence is the probability of the largest
 * class, and a hit is where that class is the label. With `targets` (0 or 1): `logits` (σ inside) or `probabilities`
 * of one shape with them; the mean probability is held against the mean target. `weights` weigh the items. Gives a
 * number in [0, 1], 0 of nothing. The same as `torchmetrics.classification.CalibrationError(norm="l1")`.
 *
 * @param params.bins how many bins, ≥ 1. Default 15.
 * @param params.ignoreIndex a label that does not count. Default −100.
 */
export const calibrationError = metric<
  typeof params,
  "logits" | "probabilities" | "labels" | "targets" | "weights"
>({
  ...usualMetric,
  name,
  family: "ledger",
  inputs: { logits: "logits", probabilities: "unit", labels: "labels", targets: "binary" },
  oneOf: [
    ["logits", "probabilities"],
    ["labels", "targets"],
  ],
  params,
  rule: calibration,
  work: (given, inputs) =>
    ledgerWork({
      name,
      params: given,
      given: inputs,
      body,
      bodyName: name,
      entries: 3,
      bins: given.bins as number,
      confidence: true,
      lists: ["weight", "confidence", "hits"],
    }),
  surrogate: "softmaxCrossEntropy",
  formula: String.raw`\frac{\sum_b\bigl|\sum_{i\in b}w_i(p_i-h_i)\bigr|}{\sum_i w_i}`,
  citation:
    "M. P. Naeini, G. F. Cooper, M. Hauskrecht, Obtaining Well Calibrated Probabilities Using Bayesian Binning, AAAI 2015; C. Guo et al., On Calibration of Modern Neural Networks, ICML 2017",
});
