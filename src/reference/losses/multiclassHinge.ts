import type { RowReference } from "../shapes.js";

type Params = { readonly margin: number; readonly p: 1 | 2 };

/** Σ_{c≠y} max(0, margin − s_y + s_c)^p / C. */
export const multiclassHinge: RowReference<Params> = ({ margin, p }, { values, label = 0, classes }) => {
  const scores = values.scores as Float64Array;
  const gradient = new Float64Array(classes);
  let value = 0;
  for (let c = 0; c < classes; c++) {
    const excess = margin - (scores[label] as number) + (scores[c] as number);
    if (c === label || excess <= 0) continue;
    value += excess ** p / classes;
    const slope = (p === 1 ? 1 : 2 * excess) / classes;
    gradient[c] = slope;
    (gradient[label] as number) -= slope;
  }
  return { value, gradients: { scores: gradient } };
};
