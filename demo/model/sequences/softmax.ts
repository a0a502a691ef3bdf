/** Probabilities of logits, row by row of so many. */
export function softmax(logits: ArrayLike<number>, columns: number): Float64Array {
  const result = Float64Array.from(logits);
  for (let first = 0; first < result.length; first += columns) {
    const row = result.subarray(first, first + columns);
    const peak = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    row.set(row.map((x) => Math.exp(x - peak)));
    const sum = row.reduce((a, b) => a + b, 0);
    row.set(row.map((x) => x / sum));
  }
  return result;
}
