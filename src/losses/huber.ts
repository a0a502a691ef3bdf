import body from "../../shaders/losses/huber.wgsl?raw";
import { positive } from "../check/params.js";
import { elementwise } from "../families/elementwise.js";

/**
 * Huber loss: quadratic near zero, linear far out, so that outliers pull with a bounded slope.
 *
 * ½e² where |e| ≤ δ, else δ(|e| − ½δ), with e = predictions − targets.
 *
 * Inputs `predictions`, `targets`: one shape (or one element for all); gradients of both.
 * The same as `torch.nn.HuberLoss`.
 *
 * @param params.delta where the parabola becomes a line, > 0. Default 1.
 * @throws InvalidInputError if delta is out of range
 */
export const huber = elementwise({
  name: "huber",
  inputs: { predictions: "real", targets: "real" },
  gradients: ["predictions", "targets"],
  params: { delta: positive(1) },
  formula: String.raw`\begin{cases}\tfrac12 e^2 & |e|\le\delta\\ \delta(|e|-\tfrac12\delta) & |e|>\delta\end{cases}\quad e=p-t`,
  citation: "P. J. Huber, Robust Estimation of a Location Parameter, Ann. Math. Statist. 35 (1964) 73–101",
  body,
});
