import body from "../../shaders/losses/l1.wgsl?raw";
import { elementwise } from "../families/elementwise.js";

/**
 * L1 regulariser (lasso): Σ|w|. The gradient is ±1, and 0 at 0.
 *
 * Input `parameters`, any shape; its gradient. The default reduction is "sum".
 */
export const l1 = elementwise({
  name: "l1",
  inputs: { parameters: "real" },
  gradients: ["parameters"],
  params: {},
  defaultReduction: "sum",
  formula: "|w|",
  citation:
    "R. Tibshirani, Regression Shrinkage and Selection via the Lasso, J. R. Statist. Soc. B 58 (1996) 267–288",
  body,
});
