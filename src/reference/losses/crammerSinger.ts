import { argmax } from "../rows.js";
import type { RowReference } from "../shapes.js";

/** max(0, margin + max_{c≠y} s_c − s_y). */
export const crammerSinger: RowReference<{ readonly margin: number }> = (
  { margin },
  { values, label = 0, classes },
) => {
  const scores = values.scores as Float64Array;
  const rivals = scores.map((score, c) => (c === label ? Number.NEGATIVE_INFINITY : score));
  const rival = argmax(rivals);
  const excess = margin + (rivals[rival] as number) - (scores[label] as number);
  const gradient = new Float64Array(classes);
  if (excess <= 0) return { value: 0, gradients: { scores: gradient } };
  gradient[rival] = 1;
  gradient[label] = -1;
  return { value: excess, gradients: { scores: gradient } };
};
