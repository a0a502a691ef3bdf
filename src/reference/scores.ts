import type { MetricItem, MetricItems } from "./metricItems.js";

/** σ of what is not a probability itself. */
export function probabilityOf(input: string, value: number): number {
  return input === "probabilities" ? value : 1 / (1 + Math.exp(-value));
}

/** Strictly above the threshold, both in f32. */
export function isPositive(input: string, value: number, threshold: number): boolean {
  return Math.fround(probabilityOf(input, value)) > Math.fround(threshold);
}

/** The bin of [0, 1] that a probability lies in, in f32; the last bin has its end too. */
export function binOf(probability: number, bins: number): number {
  return Math.min(Math.floor(Math.fround(Math.fround(probability) * bins)), bins - 1);
}

/** What lies at one score, or in one bin. */
export interface Step {
  readonly positive: number;
  readonly negative: number;
}

/** The weights of positives and negatives at every distinct score, from the highest down. */
export function stepsOf({ items, input }: MetricItems, bins: number | undefined): Step[] {
  const scoreOf = ({ values: [value = 0] }: MetricItem): number =>
    bins === undefined ? value : binOf(probabilityOf(input, value), bins);
  const steps = new Map<number, { positive: number; negative: number }>();
  for (const item of items) {
    // Both zeros are one score.
    const score = scoreOf(item) + 0;
    const step = steps.get(score) ?? { positive: 0, negative: 0 };
    step[item.truth > 0.5 ? "positive" : "negative"] += item.weight;
    steps.set(score, step);
  }
  return [...steps].sort(([a], [b]) => b - a).map(([, step]) => step);
}
