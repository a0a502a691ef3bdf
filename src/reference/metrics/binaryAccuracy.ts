import type { MetricItems } from "../metricItems.js";
import { isPositive } from "../scores.js";
import { weightedMean } from "../sum.js";

/** The share of elements whose probability lies above the threshold just where the target is 1. */
export function binaryAccuracy({ threshold }: { threshold: number }, { items, input }: MetricItems): number {
  return weightedMean(items, ({ values, truth }) => {
    const isAbove = isPositive(input, values[0] as number, threshold);
    return isAbove === truth > 0.5 ? 1 : 0;
  });
}
