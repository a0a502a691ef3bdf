import type { MetricItems } from "../metricItems.js";
import { stepsOf } from "../scores.js";

/** Σ (R_k − R_{k−1})·P_k over the distinct scores, from the highest down; 0 without positives. */
export function averagePrecision({ bins }: { bins: number | undefined }, items: MetricItems): number {
  const steps = stepsOf(items, bins);
  const positives = steps.reduce((sum, { positive }) => sum + positive, 0);
  let [found, seen, total] = [0, 0, 0];
  for (const { positive, negative } of steps) {
    found += positive;
    seen += positive + negative;
    if (positive !== 0) total += (positive / positives) * (found / seen);
  }
  return total;
}
