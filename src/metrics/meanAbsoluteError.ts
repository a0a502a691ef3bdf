import { lossMean } from "../families/lossMean.js";
import { mae } from "../losses/mae.js";
import { mean } from "../totals/mean.js";

/**
 * Mean absolute error: the mean of |p − t|.
 *
 * Inputs `predictions`, `targets`: one shape (or one element for all); `weights`, shaped like them or like their
 * leading axes, make it a weighted mean. Gives a number, 0 of nothing. The same as
 * `sklearn.metrics.mean_absolute_error`.
 */
export const meanAbsoluteError = lossMean<Record<never, never>, "predictions" | "targets" | "weights">({
  name: "meanAbsoluteError",
  inputs: { predictions: "real", targets: "real" },
  params: {},
  loss: () => mae(),
  rule: mean,
  surrogate: "mae",
  formula: String.raw`\frac{\sum_i w_i|p_i-t_i|}{\sum_i w_i}`,
  citation: "P.-S. Laplace, Mémoire sur la probabilité des causes par les évènements, 1774",
});
