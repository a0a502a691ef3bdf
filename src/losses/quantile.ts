import body from "../../shaders/losses/quantile.wgsl?raw";
import { unit } from "../check/params.js";
import { elementwise } from "../families/elementwise.js";

/**
 * Quantile (pinball) loss: its minimum is the q-quantile of the targets.
 *
 * max(q·(t − p), (q − 1)·(t − p)); the gradient is 0 where the two are equal.
 *
 * Inputs `predictions`, `targets`: one shape (or one element for all); gradients of both.
 *
 * @param params.q the quantile, in [0, 1]; 0.5 is half the absolute error. Default 0.5.
 * @throws InvalidInputError if q is out of range
 */
export const quantile = elementwise({
  name: "quantile",
  inputs: { predictions: "real", targets: "real" },
  gradients: ["predictions", "targets"],
  params: { q: unit(0.5) },
  formula: String.raw`\max\bigl(q(t-p),\,(q-1)(t-p)\bigr)`,
  citation: "R. Koenker, G. Bassett, Regression Quantiles, Econometrica 46 (1978) 33–50",
  body,
});
