import type { Moved } from "./shapes.js";

export interface Betas {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** Means of gradients and of their squares, each over what it lacks as it began at 0; then the step. */
export function adaptiveStep(
  { learningRate, beta1, beta2, epsilon }: Betas,
  old: Moved<"mean" | "variance">,
  gradient: number,
  step: number,
): Moved<"mean" | "variance"> {
  const mean = beta1 * old.mean + (1 - beta1) * gradient;
  const variance = beta2 * old.variance + (1 - beta2) * gradient ** 2;
  const root = Math.sqrt(variance) / Math.sqrt(1 - beta2 ** step);
  const pull = mean / (1 - beta1 ** step) / (root + epsilon);
  return { parameter: old.parameter - learningRate * pull, mean, variance };
}
