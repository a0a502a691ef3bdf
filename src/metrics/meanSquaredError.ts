import { lossMean } from "../families/lossMean.js";
import { mse } from "../losses/mse.js";
import { mean } from "../totals/mean.js";

/**
 * Mean squared error: the mean of (p − t)².
 *
 * Inputs `predictions`, `targets`: one shape (or one element for all); `weights`, shaped like them or like their
 * leading axes, make it a weighted mean. Gives a number, 0 of nothing. The same as
 * `sklearn.metrics.mean_squared_error`.
 */
export const meanSquaredError = lossMean<Record<never, never>, "predictions" | "targets" | "weights">({
  name: "meanSquaredError",
  inputs: { predictions: "real", targets: "real" },
  params: {},
  loss: () => mse(),
  rule: mean,
  surrogate: "mse",
  formula: String.raw`\frac{\sum_i w_i(p_i-t_i)^2}{\sum_i w_i}`,
  citation: "A.-M. Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, 1805",
});
