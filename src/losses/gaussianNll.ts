import body from "../../shaders/losses/gaussianNll.wgsl?raw";
import { flag, nonNegative } from "../check/params.js";
import { elementwise } from "../families/elementwise.js";

/**
 * Negative log likelihood of a Gaussian whose mean and variance are both predicted.
 *
 * ½(log v + (p − t)²/v), v = max(variances, ε); `full` adds ½log 2π. The gradient of `variances` is that of
 * the clamped v and passes through the clamp.
 *
 * Inputs `predictions`, `targets`, `variances` (≥ 0): one shape (or one element for all); gradients of
 * `predictions` and `variances`. The same as `torch.nn.GaussianNLLLoss`.
 *
 * @param params.full whether the constant is added. Default false.
 * @param params.epsilon the least variance, ≥ 0 (1e-36 is never gone below). Default 1e-6.
 * @throws InvalidInputError if epsilon is out of range
 */
export const gaussianNll = elementwise({
  name: "gaussianNll",
  inputs: { predictions: "real", targets: "real", variances: "nonNegative" },
  gradients: ["predictions", "variances"],
  params: { full: flag(false), epsilon: nonNegative(1e-6) },
  formula: String.raw`\tfrac12\Bigl(\log\max(v,\varepsilon)+\frac{(p-t)^2}{\max(v,\varepsilon)}\Bigr)\ (+\tfrac12\log 2\pi)`,
  citation:
    "D. A. Nix, A. S. Weigend, Estimating the Mean and Variance of the Target Probability Distribution, ICNN 1994",
  body,
});
