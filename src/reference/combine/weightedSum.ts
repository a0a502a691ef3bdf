/** Σ wₖ·Lₖ: what each term's loss and gradients are multiplied by. */
export function weightedSum(weights: readonly number[]): {
  readonly weights: readonly number[];
  readonly extra: number;
} {
  return { weights, extra: 0 };
}
