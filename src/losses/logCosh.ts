import body from "../../shaders/losses/logCosh.wgsl?raw";
import { elementwise } from "../families/elementwise.js";

/**
 * Log-cosh loss: log cosh(predictions − targets), quadratic near zero, linear far out, smooth everywhere,
 * and computed so that it neither overflows nor loses small values.
 *
 * Inputs `predictions`, `targets`: one shape (or one element for all); gradients of both.
 * The same as `keras.losses.LogCosh`, element by element.
 */
export const logCosh = elementwise({
  name: "logCosh",
  inputs: { predictions: "real", targets: "real" },
  gradients: ["predictions", "targets"],
  params: {},
  formula: String.raw`\log\cosh(p-t)`,
  citation: "P. J. Green, Bayesian Reconstructions from Emission Tomography Data, IEEE TMI 9 (1990) 84–93",
  body,
});
