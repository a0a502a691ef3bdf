import { belowOne, nonNegative, optional, positive } from "../check/params.js";
import type { Params } from "../definition.js";

/** The parameters of an optimiser that keeps running means of gradients and of their squares. */
export const adaptiveParams = (weightDecay: number) => ({
  learningRate: nonNegative(1e-3),
  beta1: belowOne(0.9),
  beta2: belowOne(0.999),
  epsilon: nonNegative(1e-8),
  weightDecay: nonNegative(weightDecay),
  clipGlobalNorm: optional(positive(1)),
});

/**
 * What its body is told: decay through the gradient or of the parameters themselves, and what the betas leave, taken
 * in float64 and rounded last.
 */
export function adaptiveNumbers(
  { learningRate, beta1, beta2, epsilon }: Params,
  decay: Readonly<Record<"weightDecay" | "shrinkage", number>>,
): Record<string, number> {
  // The logarithm of 0 is no number for a uniform; e to the power of this is 0 all the same.
  const logarithm = (beta: number): number => Math.max(Math.log(beta), -1000);
  return {
    learningRate: learningRate as number,
    meanShare: 1 - (beta1 as number),
    varianceShare: 1 - (beta2 as number),
    logBeta1: logarithm(beta1 as number),
    logBeta2: logarithm(beta2 as number),
    epsilon: epsilon as number,
    ...decay,
  };
}
