import body from "../../shaders/losses/tversky.wgsl?raw";
import { nonNegative } from "../check/params.js";
import { rowwise } from "../families/rowwise.js";

/**
 * Jaccard loss: one less the intersection of two sets over their union.
 *
 * 1 − (I + s)/(U + s) with I = Σpt, U = Σp + Σt − I, for any real p and t.
 *
 * Inputs either `logits` (p = σ(logits); −Infinity is p = 0) or `probabilities` [N, C], and `targets` [N, C];
 * gradient of the one given. Sums run along the class axis: for masks of images give [N, H·W]. A row without
 * members, unsmoothed, is 0/0: the loss is 1, as for any p > 0 there, and its gradient 0.
 *
 * @param params.smooth s ≥ 0, added to both sides of the fraction. Default 1.
 * @throws InvalidInputError if a parameter is out of range
 */
export const jaccard = rowwise({
  name: "jaccard",
  inputs: { logits: "logits", probabilities: "unit", targets: "real" },
  gradients: ["logits", "probabilities"],
  oneOf: [["logits", "probabilities"]],
  params: { smooth: nonNegative(1) },
  bodyName: "tversky",
  state: { both: "f32", extra: "f32", missing: "f32" },
  numbers: ({ smooth }) => ({ alpha: 1, beta: 1, smoothing: smooth as number }),
  flags: (_params, given) => ({ FromLogits: given.includes("logits") }),
  formula: String.raw`1-\frac{I+s}{U+s},\quad I=\sum_c p_ct_c,\ U=\sum_c p_c+\sum_c t_c-I`,
  citation:
    "M. A. Rahman, Y. Wang, Optimizing Intersection-Over-Union in Deep Neural Networks for Image Segmentation, ISVC 2016, 234–244; index: P. Jaccard, The Distribution of the Flora in the Alpine Zone, New Phytologist 11 (1912) 37–50",
  body,
});
