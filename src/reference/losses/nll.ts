import type { RowReference } from "../shapes.js";

/** −w log p at the label; a weight of 0 takes the label out, however unlikely it was. */
export const nll: RowReference<{ readonly classWeights?: readonly number[] }> = (
  { classWeights },
  { values, label = 0, classes },
) => {
  const logProbability = values.logProbabilities?.[label] as number;
  const weight = classWeights?.[label] ?? 1;
  const logProbabilities = new Float64Array(classes);
  if (logProbability !== Number.NEGATIVE_INFINITY) logProbabilities[label] = -weight;
  return { value: weight === 0 ? 0 : -weight * logProbability, gradients: { logProbabilities } };
};
