import type { MetricItems } from "../metricItems.js";
import { weightedMean } from "../sum.js";

/** √ of the mean of (p − t)². */
export function rootMeanSquaredError(_params: unknown, { items }: MetricItems): number {
  return Math.sqrt(weightedMean(items, ({ values: [prediction = 0], truth }) => (prediction - truth) ** 2));
}
