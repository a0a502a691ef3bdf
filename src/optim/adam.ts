import body from "../../shaders/optim/adam.wgsl?raw";
import { adaptiveNumbers, adaptiveParams } from "../families/adaptive.js";
import { optimizer } from "../families/optimizer.js";

/**
 * Adam: each parameter moves by its mean gradient over the root of its mean square.
 *
 * g ← g + weightDecay·θ; m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²;
 * θ ← θ − learningRate·m/(1−β₁ᵗ) / (√v/√(1−β₂ᵗ) + epsilon).
 *
 * The same as `torch.optim.Adam`; `clipGlobalNorm` as `torch.nn.utils.clip_grad_norm_` before it.
 *
 * @param params.learningRate ≥ 0. Default 1e-3.
 * @param params.beta1 in [0, 1): how much of the mean is kept in a step. Default 0.9.
 * @param params.beta2 in [0, 1): likewise of the mean square. Default 0.999.
 * @param params.epsilon ≥ 0, added to the root. Default 1e-8.
 * @param params.weightDecay ≥ 0, added to the gradient as weightDecay·θ. Default 0.
 * @param params.clipGlobalNorm > 0: gradients are scaled so that the norm of all of them together is at most this.
 * @throws InvalidInputError if a parameter is out of range
 */
export const adam = optimizer({
  name: "adam",
  params: adaptiveParams(0),
  fields: ["mean", "variance"],
  counts: true,
  numbers: (params) => adaptiveNumbers(params, { weightDecay: params.weightDecay as number, shrinkage: 0 }),
  formula: String.raw`\theta_t=\theta_{t-1}-\eta\,\frac{m_t/(1-\beta_1^t)}{\sqrt{v_t/(1-\beta_2^t)}+\epsilon}`,
  citation: "D. P. Kingma, J. Ba, Adam: A Method for Stochastic Optimization, ICLR 2015, arXiv:1412.6980",
  body,
});
