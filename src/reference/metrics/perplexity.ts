import type { MetricItems } from "../metricItems.js";
import { logSumExp } from "../rows.js";
import { weightedMean } from "../sum.js";

/** exp of the mean of −log p of the label. */
export function perplexity(_params: unknown, { items, input }: MetricItems): number {
  const surprise = weightedMean(items, ({ values, truth }) => {
    const own = values[truth] as number;
    return input === "logits" ? logSumExp(values) - own : -Math.max(Math.log(own), -100);
  });
  return Math.exp(surprise);
}
