import type { ElementReference } from "../shapes.js";

/** −[t·log p + (1 − t)·log(1 − p)] · (t·w₁ + (1 − t)·w₀), logs clamped at −100, slope bounded as PyTorch's. */
export const binaryCrossEntropy: ElementReference<
  { classWeights?: readonly number[] | undefined },
  "probabilities" | "targets"
> = ({ classWeights: [w0 = 1, w1 = 1] = [] }, { probabilities: p, targets: t }) => {
  const weight = t * w1 + (1 - t) * w0;
  const yes = Math.max(Math.log(p), -100);
  const no = Math.max(Math.log1p(-p), -100);
  return {
    value: -weight * (t * yes + (1 - t) * no),
    probabilities: (weight * (p - t)) / Math.max(p * (1 - p), 1e-12),
  };
};
