import body from "../../shaders/losses/linex.wgsl?raw";
import { nonZero, positive } from "../check/params.js";
import { elementwise } from "../families/elementwise.js";

/**
 * LINEX loss: exponential on one side, linear on the other, quadratic near zero.
 *
 * b(exp(a·e) − a·e − 1), with e = predictions − targets.
 *
 * Inputs `predictions`, `targets`: one shape (or one element for all); gradients of both.
 *
 * @param params.a its sign says which side is exponential (a > 0: too much), its size how sharply, ≠ 0. Default 1.
 * @param params.b the height, > 0. Default 1.
 * @throws InvalidInputError if a or b is out of range
 */
export const linex = elementwise({
  name: "linex",
  inputs: { predictions: "real", targets: "real" },
  gradients: ["predictions", "targets"],
  params: { a: nonZero(1), b: positive(1) },
  formula: String.raw`b\,(e^{a(p-t)}-a(p-t)-1)`,
  citation: "H. R. Varian, A Bayesian Approach to Real Estate Assessment, 1975",
  body,
});
