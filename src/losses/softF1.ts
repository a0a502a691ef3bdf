import body from "../../shaders/losses/tversky.wgsl?raw";
import { nonNegative } from "../check/params.js";
import { rowwise } from "../families/rowwise.js";

/**
 * Soft F1 loss: one less the F1 score of each class over the batch, with probabilities in place of decisions.
 *
 * 1 − (2TP + s)/(2TP + FP + FN + s) per class, TP = Σpt, FP = Σp(1 − t), FN = Σ(1 − p)t over the batch.
 *
 * Inputs either `logits` (p = σ(logits); −Infinity is p = 0) or `probabilities` [N, C], and `targets` [N, C];
 * gradient of the one given. Items are the classes: "mean" is the macro average, "none" gives [C], and
 * `weights` are one per class. A class that nobody has or is thought to have, unsmoothed, is 0/0: the loss
 * is 1, as for any p > 0 there, and its gradient 0.
 *
 * @param params.smooth s ≥ 0, added to both sides of the fraction. Default 1.
 * @throws InvalidInputError if a parameter is out of range
 */
export const softF1 = rowwise({
  name: "softF1",
  inputs: { logits: "logits", probabilities: "unit", targets: "real" },
  gradients: ["logits", "probabilities"],
  oneOf: [["logits", "probabilities"]],
  params: { smooth: nonNegative(1) },
  overBatch: true,
  bodyName: "tversky",
  state: { both: "f32", extra: "f32", missing: "f32" },
  // Both sides of the fraction halved.
  numbers: ({ smooth }) => ({ alpha: 0.5, beta: 0.5, smoothing: 0.5 * (smooth as number) }),
  flags: (_params, given) => ({ FromLogits: given.includes("logits") }),
  formula: String.raw`1-\frac{2\,\mathrm{TP}+s}{2\,\mathrm{TP}+\mathrm{FP}+\mathrm{FN}+s}`,
  citation:
    "J. Pastor-Pellicer, F. Zamora-Martínez, S. España-Boquera, M. J. Castro-Bleda, F-Measure as the Error Function to Train Neural Networks, IWANN 2013, 376–384",
  body,
});
