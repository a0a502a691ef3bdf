import body from "../../shaders/losses/softmaxFocal.wgsl?raw";
import { nonNegative, numberOrList, optional } from "../check/params.js";
import { rowwise } from "../families/rowwise.js";

/**
 * Focal loss over classes: cross entropy in which rows that are already sure count less.
 *
 * −α_y (1 − p_y)^γ log p_y with p = softmax(logits); finite slopes for γ < 1 too.
 *
 * Inputs `logits` [N, C], `labels` [N]; gradient of `logits`. A logit of −Infinity is a masked class.
 *
 * @param params.alpha a number ≥ 0 for all classes, or one per class; never in the divisor. Default: 1.
 * @param params.gamma how fast sure rows fade, ≥ 0 (0 is cross entropy). Default 2.
 * @param params.ignoreIndex rows with this label do not count. Default -100.
 * @throws InvalidInputError if a parameter is out of range
 */
export const softmaxFocal = rowwise({
  name: "softmaxFocal",
  inputs: { logits: "logits", labels: "labels" },
  gradients: ["logits"],
  params: { alpha: numberOrList(optional(nonNegative(1))), gamma: nonNegative(2) },
  perClass: "alpha",
  state: { peak: "f32", rest: "f32" },
  numbers: ({ alpha, gamma }) => ({
    alpha: typeof alpha === "number" ? alpha : 1,
    gamma: gamma as number,
  }),
  flags: ({ alpha }) => ({ Listed: Array.isArray(alpha) }),
  formula: String.raw`-\alpha_y(1-p_y)^\gamma\log p_y,\quad p=\operatorname{softmax}(x)`,
  citation:
    "T.-Y. Lin, P. Goyal, R. Girshick, K. He, P. Dollár, Focal Loss for Dense Object Detection, ICCV 2017",
  body,
});
