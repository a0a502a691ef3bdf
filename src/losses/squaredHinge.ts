import body from "../../shaders/losses/squaredHinge.wgsl?raw";
import { nonNegative } from "../check/params.js";
import { elementwise } from "../families/elementwise.js";

/**
 * Squared hinge loss: max(0, margin − t·p)², smooth at the margin.
 *
 * Inputs `predictions` (scores), `targets` (−1 or 1): one shape (or one element for all); gradient of
 * `predictions`. The same as `keras.losses.SquaredHinge` with targets ±1, element by element.
 *
 * @param params.margin how far on the right side a score must be, ≥ 0. Default 1.
 * @throws InvalidInputError if margin is out of range
 */
export const squaredHinge = elementwise({
  name: "squaredHinge",
  inputs: { predictions: "real", targets: "sign" },
  gradients: ["predictions"],
  params: { margin: nonNegative(1) },
  formula: String.raw`\max(0,\,m-t\,p)^2`,
  citation: "O. L. Mangasarian, D. R. Musicant, Lagrangian Support Vector Machines, JMLR 1 (2001) 161–177",
  body,
});
