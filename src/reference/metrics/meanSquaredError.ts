import type { MetricItems } from "../metricItems.js";
import { weightedMean } from "../sum.js";

/** The mean of (p − t)². */
export function meanSquaredError(_params: unknown, { items }: MetricItems): number {
  return weightedMean(items, ({ values: [prediction = 0], truth }) => (prediction - truth) ** 2);
}
