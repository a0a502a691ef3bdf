import { lossMean } from "../families/lossMean.js";
import { mse } from "../losses/mse.js";
import { rootMean } from "../totals/rootMean.js";

/**
 * Root mean squared error: √ of the mean of (p − t)², the root taken once, of the whole.
 *
 * Inputs `predictions`, `targets`: one shape (or one element for all); `weights`, shaped like them or like their
 * leading axes, make it a weighted mean. Gives a number, 0 of nothing. The same as
 * `sklearn.metrics.root_mean_squared_error`.
 */
export const rootMeanSquaredError = lossMean<Record<never, never>, "predictions" | "targets" | "weights">({
  name: "rootMeanSquaredError",
  inputs: { predictions: "real", targets: "real" },
  params: {},
  loss: () => mse(),
  rule: rootMean,
  surrogate: "rmse",
  formula: String.raw`\sqrt{\frac{\sum_i w_i(p_i-t_i)^2}{\sum_i w_i}}`,
  citation:
    "K. Pearson, On the Dissection of Asymmetrical Frequency Curves, Phil. Trans. R. Soc. A 185 (1894) 71–110",
});
