import body from "../../shaders/losses/mape.wgsl?raw";
import { nonNegative } from "../check/params.js";
import { elementwise } from "../families/elementwise.js";

/**
 * Absolute percentage error: 100·|targets − predictions| / max(|targets|, ε).
 *
 * Inputs `predictions`, `targets`: one shape (or one element for all); gradient of `predictions`, 0 where
 * the two are equal. The same as `keras.losses.MeanAbsolutePercentageError`, element by element.
 *
 * @param params.epsilon the least divisor, ≥ 0 (1e-36 is never gone below). Default 1e-7.
 * @throws InvalidInputError if epsilon is out of range
 */
export const mape = elementwise({
  name: "mape",
  inputs: { predictions: "real", targets: "real" },
  gradients: ["predictions"],
  params: { epsilon: nonNegative(1e-7) },
  formula: String.raw`100\,\frac{|t-p|}{\max(|t|,\varepsilon)}`,
  citation: "J. S. Armstrong, Long-Range Forecasting, Wiley 1985",
  body,
});
