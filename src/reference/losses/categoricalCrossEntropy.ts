import { oneHot } from "../rows.js";
import type { RowReference } from "../shapes.js";

/** −Σ w t max(log p, −100). */
export const categoricalCrossEntropy: RowReference<{ readonly classWeights?: readonly number[] }> = (
  { classWeights },
  { values, label, classes },
) => {
  const probabilities = values.probabilities as Float64Array;
  const targets = (values.targets ?? oneHot(classes, label)).map((t, c) => t * (classWeights?.[c] ?? 1));
  const value = targets.reduce(
    (sum, t, c) => sum - t * Math.max(Math.log(probabilities[c] as number), -100),
    0,
  );
  const slopes = targets.map((t, c) => -t / Math.max(probabilities[c] as number, 1e-12));
  return { value, gradients: { probabilities: slopes } };
};
