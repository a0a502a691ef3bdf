import type { MetricItems } from "../metricItems.js";
import { weightedMean } from "../sum.js";

/** The share of rows whose label is among the first topK classes, from the largest down, equals by their index. */
export function accuracy({ topK }: { topK: number }, { items }: MetricItems): number {
  return weightedMean(items, ({ values, truth }) => {
    const order = Array.from(values.keys()).sort(
      (a, b) => (values[b] as number) - (values[a] as number) || a - b,
    );
    return order.indexOf(truth) < topK ? 1 : 0;
  });
}
