import type { MetricItems } from "../metricItems.js";
import { stepsOf } from "../scores.js";

/** The share of pairs in which the positive has the higher score, ties counted half: trapezia under the ROC curve. */
export function rocAuc({ bins }: { bins: number | undefined }, items: MetricItems): number {
  const steps = stepsOf(items, bins);
  let [found, alarms, area] = [0, 0, 0];
  for (const { positive, negative } of steps) {
    area += negative * (found + positive / 2);
    found += positive;
    alarms += negative;
  }
  return area / (found * alarms);
}
