import body from "../../shaders/metrics/rSquared.wgsl?raw";
import { metric, usualMetric } from "../families/metric.js";
import { momentsWork } from "../families/moments.js";
import { variance } from "../totals/variance.js";

const name = "rSquared";
const inputs = { predictions: "real", targets: "real" } as const;

/**
 * R², the coefficient of determination: the share of the targets' variance that the predictions explain. 1 is
 * perfect, 0 no better than their mean, below 0 worse.
 *
 * Inputs `predictions`, `targets`: one shape; `weights`, shaped like them or like their leading axes. Gives a number;
 * 0 where all targets are one number, and of nothing. The same as `sklearn.metrics.r2_score` but for constant targets.
 */
export const rSquared = metric<Record<never, never>, "predictions" | "targets" | "weights">({
  ...usualMetric,
  name,
  family: "moments",
  inputs,
  params: {},
  rule: variance,
  work: (params) => momentsWork({ name, params, inputs, body, bodyName: name }),
  surrogate: "mse",
  formula: String.raw`1-\frac{\sum_i w_i(t_i-p_i)^2}{\sum_i w_i(t_i-\bar t)^2}`,
  citation: "S. Wright, Correlation and Causation, J. Agric. Res. 20 (1921) 557–585",
});
