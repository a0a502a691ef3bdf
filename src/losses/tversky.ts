import body from "../../shaders/losses/tversky.wgsl?raw";
import { nonNegative } from "../check/params.js";
import { rowwise } from "../families/rowwise.js";

/**
 * Tversky loss: one less the Tversky index of a row of memberships, in which false positives and false
 * negatives have weights of their own.
 *
 * 1 − (TP + s)/(TP + α·FP + β·FN + s) with TP = Σpt, FP = Σp(1 − t), FN = Σ(1 − p)t, for any real p and t.
 *
 * Inputs either `logits` (p = σ(logits); −Infinity is p = 0) or `probabilities` [N, C], and `targets` [N, C];
 * gradient of the one given. A row without members, unsmoothed, is 0/0: the loss is 1, as for any p > 0
 * there, and its gradient 0.
 *
 * @param params.alpha weight ≥ 0 of false positives. Default 0.5.
 * @param params.beta weight ≥ 0 of false negatives. Default 0.5.
 * @param params.smooth s ≥ 0, added to both sides of the fraction. Default 1.
 * @throws InvalidInputError if a parameter is out of range
 */
export const tversky = rowwise({
  name: "tversky",
  inputs: { logits: "logits", probabilities: "unit", targets: "real" },
  gradients: ["logits", "probabilities"],
  oneOf: [["logits", "probabilities"]],
  params: { alpha: nonNegative(0.5), beta: nonNegative(0.5), smooth: nonNegative(1) },
  state: { both: "f32", extra: "f32", missing: "f32" },
  numbers: ({ alpha, beta, smooth }) => ({
    alpha: alpha as number,
    beta: beta as number,
    smoothing: smooth as number,
  }),
  flags: (_params, given) => ({ FromLogits: given.includes("logits") }),
  formula: String.raw`1-\frac{\mathrm{TP}+s}{\mathrm{TP}+\alpha\,\mathrm{FP}+\beta\,\mathrm{FN}+s},\quad \mathrm{TP}=\sum_c p_ct_c,\ \mathrm{FP}=\sum_c p_c(1-t_c),\ \mathrm{FN}=\sum_c(1-p_c)t_c`,
  citation:
    "S. S. M. Salehi, D. Erdogmus, A. Gholipour, Tversky Loss Function for Image Segmentation Using 3D Fully Convolutional Deep Networks, MLMI 2017; index: A. Tversky, Features of Similarity, Psychological Review 84 (1977) 327–352",
  body,
});
