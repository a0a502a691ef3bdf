/** Σ ½·exp(−sₖ)·Lₖ + ½·sₖ: the weights, what is added, and the slopes of the s once the terms are known. */
export function uncertaintyWeighted(logVariances: ArrayLike<number>): {
  readonly weights: readonly number[];
  readonly extra: number;
  readonly slopes: (terms: readonly number[]) => Float64Array;
} {
  const s = Array.from(logVariances);
  const weights = s.map((one) => 0.5 * Math.exp(-one));
  return {
    weights,
    extra: s.reduce((sum, one) => sum + 0.5 * one, 0),
    slopes: (terms) => Float64Array.from(terms, (loss, k) => 0.5 - (weights[k] as number) * loss),
  };
}
