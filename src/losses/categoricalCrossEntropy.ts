import body from "../../shaders/losses/categoricalCrossEntropy.wgsl?raw";
import { perClassNumbers } from "../check/params.js";
import { rowwise } from "../families/rowwise.js";

/**
 * Cross entropy of probabilities, with an integer label or a distribution per row.
 *
 * −Σ t log p, each log no lower than −100. Rows are taken as they are, not renormalised; for logits use
 * `softmaxCrossEntropy`.
 *
 * Inputs `probabilities` [N, C] in [0, 1] and either `labels` [N] or `targets` [N, C]; gradient of
 * `probabilities`, −t / max(p, 1e-12).
 *
 * @param params.classWeights one number ≥ 0 per class; with labels they enter the divisor of "mean". Default: none.
 * @param params.ignoreIndex rows with this label do not count. Default -100.
 * @throws InvalidInputError if a parameter is out of range
 */
export const categoricalCrossEntropy = rowwise({
  name: "categoricalCrossEntropy",
  inputs: { probabilities: "unit", labels: "labels", targets: "real" },
  gradients: ["probabilities"],
  oneOf: [["labels", "targets"]],
  params: { classWeights: perClassNumbers },
  perClass: "classWeights",
  perClassDivides: true,
  state: { total: "f32" },
  flags: (_params, given) => ({ Soft: given.includes("targets") }),
  formula: String.raw`-\sum_c t_c\max(\log p_c,\,-100)`,
  citation: "I. J. Good, Rational Decisions, J. R. Statist. Soc. B 14 (1952) 107–114",
  body,
});
