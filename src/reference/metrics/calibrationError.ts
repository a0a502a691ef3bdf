import { predictedClass } from "../classes.js";
import type { MetricItem, MetricItems } from "../metricItems.js";
import { logSoftmax } from "../rows.js";
import { binOf, probabilityOf } from "../scores.js";

/** Over the bins of confidence, the mean of |mean confidence − share of hits|, weighed by what is in the bin. */
export function calibrationError({ bins }: { bins: number }, told: MetricItems): number {
  const { items, input, isLabelled } = told;
  const weight = new Float64Array(bins);
  const gap = new Float64Array(bins);
  for (const item of items) {
    const confidence = isLabelled
      ? topProbability(input, item)
      : probabilityOf(input, item.values[0] as number);
    const isHit = predictedClass(input, item.values) === item.truth;
    const hit = isLabelled ? Number(isHit) : item.truth;
    const bin = binOf(confidence, bins);
    weight[bin]! += item.weight;
    gap[bin]! += item.weight * (confidence - hit);
  }
  const total = weight.reduce((a, b) => a + b, 0);
  return gap.reduce((a, b) => a + Math.abs(b), 0) / total || 0;
}

function topProbability(input: string, { values }: MetricItem): number {
  const probabilities = input === "logits" ? logSoftmax(values).map(Math.exp) : values;
  return Math.max(...probabilities);
}
