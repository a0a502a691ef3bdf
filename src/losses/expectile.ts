import body from "../../shaders/losses/expectile.wgsl?raw";
import { unit } from "../check/params.js";
import { elementwise } from "../families/elementwise.js";

/**
 * Expectile loss: to the mean what the quantile loss is to the median.
 *
 * q·e² where predictions < targets, (1 − q)·e² where predictions > targets.
 *
 * Inputs `predictions`, `targets`: one shape (or one element for all); gradients of both.
 *
 * @param params.q the expectile, in [0, 1]; 0.5 is half the squared error. Default 0.5.
 * @throws InvalidInputError if q is out of range
 */
export const expectile = elementwise({
  name: "expectile",
  inputs: { predictions: "real", targets: "real" },
  gradients: ["predictions", "targets"],
  params: { q: unit(0.5) },
  formula: String.raw`\begin{cases}q\,(p-t)^2 & p<t\\ (1-q)(p-t)^2 & p>t\end{cases}`,
  citation:
    "W. K. Newey, J. L. Powell, Asymmetric Least Squares Estimation and Testing, Econometrica 55 (1987)",
  body,
});
