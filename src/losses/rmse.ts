import body from "../../shaders/losses/rmse.wgsl?raw";
import { elementwise } from "../families/elementwise.js";

/**
 * Root of the mean squared error, in the unit of the predictions: √ of the mean of (predictions − targets)².
 * Sample weights act before the mean. The gradient is 0 where every error is 0.
 *
 * Inputs `predictions`, `targets`: one shape (or one element for all); gradients of both.
 * Reductions "mean" and "weightedMean" only: a root of a mean has no value per element.
 */
export const rmse = elementwise({
  name: "rmse",
  inputs: { predictions: "real", targets: "real" },
  gradients: ["predictions", "targets"],
  params: {},
  finish: "root",
  reductions: ["mean", "weightedMean"],
  formula: String.raw`\sqrt{\tfrac1N\sum(p-t)^2}`,
  citation: "C. F. Gauss, Theoria combinationis observationum erroribus minimis obnoxiae, 1823",
  body,
});
