import body from "../../shaders/optim/adam.wgsl?raw";
import { adaptiveNumbers, adaptiveParams } from "../families/adaptive.js";
import { optimizer } from "../families/optimizer.js";

/**
 * AdamW: Adam whose weight decay shrinks the parameters themselves and does not pass through the means.
 *
 * θ ← θ − learningRate·weightDecay·θ, then the step of Adam.
 *
 * The same as `torch.optim.AdamW`; `clipGlobalNorm` as `torch.nn.utils.clip_grad_norm_` before it.
 *
 * @param params.learningRate ≥ 0. Default 1e-3.
 * @param params.beta1 in [0, 1): how much of the mean is kept in a step. Default 0.9.
 * @param params.beta2 in [0, 1): likewise of the mean square. Default 0.999.
 * @param params.epsilon ≥ 0, added to the root. Default 1e-8.
 * @param params.weightDecay ≥ 0. Default 0.01.
 * @param params.clipGlobalNorm > 0: gradients are scaled so that the norm of all of them together is at most this.
 * @throws InvalidInputError if a parameter is out of range
 */
export const adamW = optimizer({
  name: "adamW",
  params: adaptiveParams(0.01),
  bodyName: "adam",
  fields: ["mean", "variance"],
  counts: true,
  numbers: (params) => adaptiveNumbers(params, { weightDecay: 0, shrinkage: params.weightDecay as number }),
  formula: String.raw`\theta_t=(1-\eta\lambda)\,\theta_{t-1}-\eta\,\frac{m_t/(1-\beta_1^t)}{\sqrt{v_t/(1-\beta_2^t)}+\epsilon}`,
  citation: "I. Loshchilov, F. Hutter, Decoupled Weight Decay Regularization, ICLR 2019, arXiv:1711.05101",
  body,
});
