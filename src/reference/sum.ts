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
