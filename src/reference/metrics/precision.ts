import { type AverageParams, averaged } from "../classes.js";
import type { MetricItems } from "../metricItems.js";

/** Of those predicted, the share that is right. */
export function precision(params: AverageParams, items: MetricItems): number | Float64Array {
  return averaged(params, items, (right, predicted) => right / predicted);
}
