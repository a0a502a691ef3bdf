import body from "../../shaders/optim/sgd.wgsl?raw";
import { flag, nonNegative, optional, positive } from "../check/params.js";
import { optimizer } from "../families/optimizer.js";

/**
 * Stochastic gradient descent, with momentum if wanted.
 *
 * g ← g + weightDecay·θ; b ← momentum·b + g; θ ← θ − learningRate·b (with nesterov: g + momentum·b for b).
 *
 * The same as `torch.optim.SGD` with no dampening; `clipGlobalNorm` as `torch.nn.utils.clip_grad_norm_` before it.
 *
 * @param params.learningRate ≥ 0. No default.
 * @param params.momentum ≥ 0. Default 0: no state is kept.
 * @param params.nesterov look one step of momentum ahead. Default false.
 * @param params.weightDecay ≥ 0, added to the gradient as weightDecay·θ. Default 0.
 * @param params.clipGlobalNorm > 0: gradients are scaled so that the norm of all of them together is at most this.
 * @throws InvalidInputError if a parameter is missing or out of range, or nesterov is asked for without momentum
 */
export const sgd = optimizer({
  name: "sgd",
  params: {
    learningRate: nonNegative(0),
    momentum: nonNegative(0),
    nesterov: flag(false),
    weightDecay: nonNegative(0),
    clipGlobalNorm: optional(positive(1)),
  },
  required: ["learningRate"],
  needs: { nesterov: "momentum" },
  fields: ["momentum"],
  slots: ({ momentum }) => (momentum === 0 ? [] : ["momentum"]),
  formula: String.raw`b_t=\mu b_{t-1}+g_t+\lambda\theta_{t-1},\quad\theta_t=\theta_{t-1}-\eta\,b_t`,
  citation:
    "I. Sutskever, J. Martens, G. Dahl, G. Hinton, On the importance of initialization and momentum in deep learning, ICML 2013",
  body,
});
