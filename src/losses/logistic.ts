import body from "../../shaders/losses/logistic.wgsl?raw";
import { elementwise } from "../families/elementwise.js";

/**
 * Logistic (soft margin) loss: log(1 + exp(−t·p)), without overflow.
 *
 * Inputs `predictions` (scores), `targets` (−1 or 1): one shape (or one element for all); gradient of
 * `predictions`. The same as `torch.nn.SoftMarginLoss`.
 */
export const logistic = elementwise({
  name: "logistic",
  inputs: { predictions: "real", targets: "sign" },
  gradients: ["predictions"],
  params: {},
  formula: String.raw`\log(1+e^{-t\,p})`,
  citation:
    "J. Friedman, T. Hastie, R. Tibshirani, Additive Logistic Regression, Ann. Statist. 28 (2000) 337–407",
  body,
});
