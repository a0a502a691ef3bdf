import type { RowReference } from "../shapes.js";
import { lengthOf } from "../vectors.js";

/** ½t·d² + ½(1 − t)·max(0, m − d)²; no slope where d = 0. */
export const contrastive: RowReference<{ readonly margin: number }> = ({ margin }, { values, numbers }) => {
  const t = numbers.targets as number;
  const gap = (values.a as Float64Array).map((x, i) => x - (values.b?.[i] as number));
  const d = lengthOf(gap);
  const short = Math.max(0, margin - d);
  const a = gap.map((x) => t * x - (d === 0 ? 0 : ((1 - t) * short * x) / d));
  return {
    value: 0.5 * t * d ** 2 + 0.5 * (1 - t) * short ** 2,
    gradients: { a, b: a.map((x) => -x) },
  };
};
