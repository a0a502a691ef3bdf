import body from "../../shaders/losses/tversky.wgsl?raw";
import { nonNegative } from "../check/params.js";
import { rowwise } from "../families/rowwise.js";

/**
 * Dice loss: one less the share of two sets' members that they have in common.
 *
 * 1 − (2Σpt + s)/(Σp + Σt + s), for any real p and t.
 *
 * Inputs either `logits` (p = σ(logits); −Infinity is p = 0) or `probabilities` [N, C], and `targets` [N, C];
 * gradient of the one given. Sums run along the class axis: for masks of images give [N, H·W]. A row without
 * members, unsmoothed, is 0/0: the loss is 1, as for any p > 0 there, and its gradient 0. The same as
 * `optax.losses.dice_loss` with its weights of 0.5.
 *
 * @param params.smooth s ≥ 0, added to both sides of the fraction. Default 1.
 * @throws InvalidInputError if a parameter is out of range
 */
export const dice = rowwise({
  name: "dice",
  inputs: { logits: "logits", probabilities: "unit", targets: "real" },
  gradients: ["logits", "probabilities"],
  oneOf: [["logits", "probabilities"]],
  params: { smooth: nonNegative(1) },
  bodyName: "tversky",
  state: { both: "f32", extra: "f32", missing: "f32" },
  // Both sides of the fraction halved.
  numbers: ({ smooth }) => ({ alpha: 0.5, beta: 0.5, smoothing: 0.5 * (smooth as number) }),
  flags: (_params, given) => ({ FromLogits: given.includes("logits") }),
  formula: String.raw`1-\frac{2\sum_c p_ct_c+s}{\sum_c p_c+\sum_c t_c+s}`,
  citation:
    "F. Milletari, N. Navab, S.-A. Ahmadi, V-Net: Fully Convolutional Neural Networks for Volumetric Medical Image Segmentation, 3DV 2016, 565–571",
  body,
});
