import type { MetricItems } from "../metricItems.js";
import { probabilityOf } from "../scores.js";
import { weightedMean } from "../sum.js";

/** The share of elements whose probability lies above the threshold just where the target is 1. */
export function binaryAccuracy({ threshold }: { threshold: number }, { items, input }: MetricItems): number {
  return weightedMean(items, ({ values, truth }) => {
    const isPositive = probabilityOf(input, values[0] as number) > Math.fround(threshold);
    return isPositive === truth > 0.5 ? 1 : 0;
  });
}
