import body from "../../shaders/losses/elasticNet.wgsl?raw";
import { unit } from "../check/params.js";
import { elementwise } from "../families/elementwise.js";

/**
 * Elastic net regulariser: ρΣ|w| + (1 − ρ)½Σw², between ridge (ρ = 0) and lasso (ρ = 1).
 *
 * Input `parameters`, any shape; its gradient. The default reduction is "sum".
 *
 * @param params.l1Ratio ρ, in [0, 1]. Default 0.5.
 * @throws InvalidInputError if l1Ratio is out of range
 */
export const elasticNet = elementwise({
  name: "elasticNet",
  inputs: { parameters: "real" },
  gradients: ["parameters"],
  params: { l1Ratio: unit(0.5) },
  defaultReduction: "sum",
  formula: String.raw`\rho|w|+(1-\rho)\tfrac12w^2`,
  citation:
    "H. Zou, T. Hastie, Regularization and Variable Selection via the Elastic Net, J. R. Statist. Soc. B 67 (2005) 301–320",
  body,
});
