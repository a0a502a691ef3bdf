import body from "../../shaders/losses/gammaNll.wgsl?raw";
import { elementwise } from "../families/elementwise.js";

/**
 * Negative log likelihood of a gamma variable with a log link: t·exp(−x) + x, x the logarithm of the mean.
 * The terms of the shape parameter, which no prediction can change, are left out.
 *
 * Inputs `predictions` (x), `targets` (t): one shape (or one element for all); gradient of `predictions`.
 */
export const gammaNll = elementwise({
  name: "gammaNll",
  inputs: { predictions: "real", targets: "real" },
  gradients: ["predictions"],
  params: {},
  formula: String.raw`t\,e^{-x}+x`,
  citation: "P. McCullagh, J. A. Nelder, Generalized Linear Models, 2nd ed., Chapman & Hall 1989, §8",
  body,
});
