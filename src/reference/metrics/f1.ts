import { type AverageParams, averaged } from "../classes.js";
import type { MetricItems } from "../metricItems.js";

/** 2·P·R / (P + R) of precision P and recall R. */
export function f1(params: AverageParams, items: MetricItems): number | Float64Array {
  return averaged(params, items, (right, predicted, actual) => {
    const [precision, recall] = [right / predicted, right / actual];
    return (2 * precision * recall) / (precision + recall);
  });
}
