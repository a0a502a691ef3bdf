import { predictedClass } from "../classes.js";
import type { MetricItems } from "../metricItems.js";

/** How many of each true class (rows) were taken for each class (columns). */
export function confusionMatrix(_params: unknown, { items, input, columns }: MetricItems): Float64Array {
  const counts = new Float64Array(columns * columns);
  for (const { values, truth, weight } of items) {
    counts[truth * columns + predictedClass(input, values)]! += weight;
  }
  return counts;
}
