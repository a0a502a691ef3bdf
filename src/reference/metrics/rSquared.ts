import type { MetricItems } from "../metricItems.js";
import { sum, weightedMean } from "../sum.js";

/** 1 − Σ w(t − p)² / Σ w(t − mean t)²; 0 where all targets are one number. */
export function rSquared(_params: unknown, { items }: MetricItems): number {
  const mean = weightedMean(items, ({ truth }) => truth);
  const spread = sum(items.map(({ truth, weight }) => weight * (truth - mean) ** 2));
  const residual = sum(
    items.map(({ values: [prediction = 0], truth, weight }) => weight * (truth - prediction) ** 2),
  );
  const isConstant = items.every(({ truth, weight }) => weight === 0 || truth === firstTruth(items));
  return isConstant ? 0 : 1 - residual / spread;
}

function firstTruth(items: MetricItems["items"]): number | undefined {
  return items.find(({ weight }) => weight !== 0)?.truth;
}
