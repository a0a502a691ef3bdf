import body from "../../shaders/losses/sigmoidFocal.wgsl?raw";
import { nonNegative, optional, unit } from "../check/params.js";
import { elementwise } from "../families/elementwise.js";

/**
 * Focal loss of raw scores: cross entropy in which easy examples fade.
 *
 * α_t(1 − p_t)^γ · BCE, with p = σ(logits), p_t = t·p + (1 − t)(1 − p), α_t = α·t + (1 − α)(1 − t). Finite
 * for every logit and every γ ≥ 0.
 *
 * Inputs `logits`, `targets` (in [0, 1]): one shape (or one element for all); gradient of `logits`.
 * With alpha 0.25 the same as `torchvision.ops.sigmoid_focal_loss`.
 *
 * @param params.alpha weight of the positive side, in [0, 1]. Default: no balancing.
 * @param params.gamma how fast easy examples fade, ≥ 0; 0 is the cross entropy. Default 2.
 * @throws InvalidInputError if a parameter is out of range
 */
export const sigmoidFocal = elementwise({
  name: "sigmoidFocal",
  inputs: { logits: "logits", targets: "unit" },
  gradients: ["logits"],
  params: { alpha: optional(unit(0.25)), gamma: nonNegative(2) },
  numbers: ({ alpha, gamma }) => ({
    alphaPositive: typeof alpha === "number" ? alpha : 1,
    alphaNegative: typeof alpha === "number" ? 1 - alpha : 1,
    gamma: gamma as number,
  }),
  formula: String.raw`-\alpha_t(1-p_t)^\gamma\bigl[t\log p+(1-t)\log(1-p)\bigr]\quad p=\sigma(x)`,
  citation: "T.-Y. Lin et al., Focal Loss for Dense Object Detection, ICCV 2017, arXiv:1708.02002",
  body,
});
