import { type AverageParams, averaged } from "../classes.js";
import type { MetricItems } from "../metricItems.js";

/** Of those there are, the share that was found. */
export function recall(params: AverageParams, items: MetricItems): number | Float64Array {
  return averaged(params, items, (right, _predicted, actual) => right / actual);
}
