import type { RowReference } from "../shapes.js";

/** (1 − p^q)/q at the label; its slope is that at max(p, 1e-12). */
export const generalizedCrossEntropy: RowReference<{ readonly q: number }> = (
  { q },
  { values, label = 0, classes },
) => {
  const p = values.probabilities?.[label] as number;
  const probabilities = new Float64Array(classes);
  probabilities[label] = -(Math.max(p, 1e-12) ** (q - 1));
  return { value: -Math.expm1(q * Math.log(p)) / q, gradients: { probabilities } };
};
