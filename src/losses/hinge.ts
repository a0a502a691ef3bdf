import body from "../../shaders/losses/hinge.wgsl?raw";
import { nonNegative } from "../check/params.js";
import { elementwise } from "../families/elementwise.js";

/**
 * Hinge loss: max(0, margin − t·p). The gradient is 0 from the margin on, the margin itself included.
 *
 * Inputs `predictions` (scores), `targets` (−1 or 1): one shape (or one element for all); gradient of
 * `predictions`. The same as `keras.losses.Hinge` with targets ±1, element by element.
 *
 * @param params.margin how far on the right side a score must be, ≥ 0. Default 1.
 * @throws InvalidInputError if margin is out of range
 */
export const hinge = elementwise({
  name: "hinge",
  inputs: { predictions: "real", targets: "sign" },
  gradients: ["predictions"],
  params: { margin: nonNegative(1) },
  formula: String.raw`\max(0,\,m-t\,p)`,
  citation: "C. Cortes, V. Vapnik, Support-Vector Networks, Machine Learning 20 (1995) 273–297",
  body,
});
