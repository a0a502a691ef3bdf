import type { ElementReference } from "../shapes.js";

/** ½(log v + e²/v) with v = max(variances, ε), never below 1e-36; the slope of v passes through the clamp. */
export const gaussianNll: ElementReference<
  { full: boolean; epsilon: number },
  "predictions" | "targets" | "variances"
> = ({ full, epsilon }, { predictions, targets, variances }) => {
  const error = predictions - targets;
  const variance = Math.max(variances, epsilon, 1e-36);
  const constant = full ? 0.5 * Math.log(2 * Math.PI) : 0;
  return {
    value: 0.5 * (Math.log(variance) + error ** 2 / variance) + constant,
    predictions: error / variance,
    variances: 0.5 * (1 / variance - (error / variance) ** 2),
  };
};
