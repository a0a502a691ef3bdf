import type { MetricItems } from "../metricItems.js";
import { weightedMean } from "../sum.js";

/** The mean of |p − t|. */
export function meanAbsoluteError(_params: unknown, { items }: MetricItems): number {
  return weightedMean(items, ({ values: [prediction = 0], truth }) => Math.abs(prediction - truth));
}
