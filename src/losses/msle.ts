import body from "../../shaders/losses/msle.wgsl?raw";
import { elementwise } from "../families/elementwise.js";

/**
 * Squared logarithmic error: (log(1 + predictions) − log(1 + targets))², a squared relative error for
 * large values.
 *
 * Inputs `predictions`, `targets`, both > −1: one shape (or one element for all); gradient of `predictions`.
 * The same as `keras.losses.MeanSquaredLogarithmicError` for values ≥ 0, element by element.
 */
export const msle = elementwise({
  name: "msle",
  inputs: { predictions: "aboveMinusOne", targets: "aboveMinusOne" },
  gradients: ["predictions"],
  params: {},
  formula: String.raw`\bigl(\log(1+p)-\log(1+t)\bigr)^2`,
  citation: "Keras documentation, keras.losses.MeanSquaredLogarithmicError",
  body,
});
