import type { RowReference } from "../shapes.js";
import { cosine } from "../vectors.js";

/** 1 − cos(p, t). */
export const cosineDistance: RowReference = (_, { values }) => {
  const { gap, a, b } = cosine(values.predictions as Float64Array, values.targets as Float64Array);
  return { value: gap, gradients: { predictions: a.map((x) => -x), targets: b.map((x) => -x) } };
};
