import type { RowReference } from "../shapes.js";
import { cosine } from "../vectors.js";

/** 1 − cos(a, b) for target 1, max(0, cos − m) for −1; slopes 0 at the margin. */
export const cosineEmbedding: RowReference<{ readonly margin: number }> = (
  { margin },
  { values, numbers },
) => {
  const found = cosine(values.a as Float64Array, values.b as Float64Array);
  const isSame = (numbers.targets as number) > 0;
  const pull = isSame ? -1 : found.value > margin ? 1 : 0;
  return {
    value: isSame ? found.gap : Math.max(0, found.value - margin),
    gradients: { a: found.a.map((x) => pull * x + 0), b: found.b.map((x) => pull * x + 0) },
  };
};
