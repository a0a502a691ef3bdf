import body from "../../shaders/losses/poissonNll.wgsl?raw";
import { flag, nonNegative } from "../check/params.js";
import { elementwise } from "../families/elementwise.js";

/**
 * Negative log likelihood of a Poisson count.
 *
 * exp(x) − t·x where predictions are the logarithm of the rate; x − t·log(x + ε) where they are the rate
 * itself (below 0 the logarithm goes on along its tangent). `full` adds t·log t − t + ½log(2πt) where t > 1.
 *
 * Inputs `predictions`, `targets`: one shape (or one element for all); gradient of `predictions`.
 * The same as `torch.nn.PoissonNLLLoss`.
 *
 * @param params.logInput whether predictions are logarithms. Default true.
 * @param params.full whether Stirling's approximation of log t! is added. Default false.
 * @param params.epsilon keeps the logarithm of a rate finite, ≥ 0. Default 1e-8.
 * @throws InvalidInputError if epsilon is out of range
 */
export const poissonNll = elementwise({
  name: "poissonNll",
  inputs: { predictions: "real", targets: "real" },
  gradients: ["predictions"],
  params: { logInput: flag(true), full: flag(false), epsilon: nonNegative(1e-8) },
  formula: String.raw`e^x-t\,x\ \text{ or }\ x-t\log(x+\varepsilon)\quad\bigl(+\,t\log t-t+\tfrac12\log 2\pi t\bigr)`,
  citation: "P. McCullagh, J. A. Nelder, Generalized Linear Models, 2nd ed., Chapman & Hall 1989, §6",
  body,
});
