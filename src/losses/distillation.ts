import body from "../../shaders/losses/distillation.wgsl?raw";
import { positive } from "../check/params.js";
import { rowwise } from "../families/rowwise.js";
import { softmaxPair } from "../families/softmaxPair.js";

/**
 * Knowledge distillation: how far a student's softened softmax is from its teacher's.
 *
 * T²·KL(softmax(teacherLogits/T) ‖ softmax(logits/T)).
 *
 * Inputs `logits`, `teacherLogits` [N, C]; gradient of `logits`, T·(q − p), and 0 where the two are equal. A logit
 * of −Infinity is a masked class; where the teacher has it and the student not, the loss is +Infinity. The same as
 * T² times `torch.nn.KLDivLoss(reduction="batchmean")` of the two log-softmaxes. Add the loss on true labels by
 * `softmaxCrossEntropy`.
 *
 * @param params.temperature T > 0 divides both logits. Default 2.
 * @throws InvalidInputError if a parameter is out of range
 */
export const distillation = rowwise({
  name: "distillation",
  inputs: { logits: "logits", teacherLogits: "logits" },
  gradients: ["logits"],
  params: { temperature: positive(2) },
  ...softmaxPair,
  numbers: ({ temperature }) => ({
    temperature: temperature as number,
    rate: 1 / (temperature as number),
  }),
  formula: String.raw`T^2\sum_c p_c\log\frac{p_c}{q_c},\quad p=\operatorname{softmax}(y/T),\ q=\operatorname{softmax}(x/T)`,
  citation:
    "G. Hinton, O. Vinyals, J. Dean, Distilling the Knowledge in a Neural Network, arXiv:1503.02531, 2015",
  body,
});
