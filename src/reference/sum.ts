/** Σ values in float64, with Neumaier's running correction: order does not matter to the last digits. */
export function sum(values: Iterable<number>): number {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  // A total that is NaN or infinite stays so: the correction would turn ∞ into NaN.
  return Number.isFinite(total) ? total + lost : total;
}

/** Σ|values|: the size against which the rounding of their sum is measured. */
export function sumOfSizes(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += Math.abs(value);
  return total;
}

/** Σ w·x / Σ w; 0 where there is nothing to divide by. */
export function weightedMean<T extends { readonly weight: number }>(
  items: readonly T[],
  told: (item: T) => number,
): number {
  const weight = sum(items.map((item) => item.weight));
  if (weight === 0) return 0;
  // What weighs nothing adds nothing, be it infinite.
  return sum(items.map((item) => (item.weight === 0 ? 0 : item.weight * told(item)))) / weight;
}
