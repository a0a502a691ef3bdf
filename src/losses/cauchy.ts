import body from "../../shaders/losses/cauchy.wgsl?raw";
import { positive } from "../check/params.js";
import { elementwise } from "../families/elementwise.js";

/**
 * Cauchy (Lorentzian) loss: logarithmic far out, so that outliers hardly pull at all.
 *
 * log(1 + ½(e/s)²), with e = predictions − targets. Not convex beyond |e| = √2·s.
 *
 * Inputs `predictions`, `targets`: one shape (or one element for all); gradients of both.
 *
 * @param params.scale the size s of an ordinary miss, > 0. Default 1.
 * @throws InvalidInputError if scale is out of range
 */
export const cauchy = elementwise({
  name: "cauchy",
  inputs: { predictions: "real", targets: "real" },
  gradients: ["predictions", "targets"],
  params: { scale: positive(1) },
  formula: String.raw`\log\bigl(1+\tfrac12(\tfrac{p-t}s)^2\bigr)`,
  citation: "M. J. Black, P. Anandan, The Robust Estimation of Multiple Motions, CVIU 63 (1996) 75–104",
  body,
});
