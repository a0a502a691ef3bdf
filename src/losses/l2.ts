import body from "../../shaders/losses/l2.wgsl?raw";
import { elementwise } from "../families/elementwise.js";

/**
 * L2 regulariser (ridge, weight decay): ½Σw², whose gradient is w.
 *
 * Input `parameters`, any shape; its gradient. The default reduction is "sum".
 */
export const l2 = elementwise({
  name: "l2",
  inputs: { parameters: "real" },
  gradients: ["parameters"],
  params: {},
  defaultReduction: "sum",
  formula: String.raw`\tfrac12w^2`,
  citation: "A. E. Hoerl, R. W. Kennard, Ridge Regression, Technometrics 12 (1970) 55–67",
  body,
});
