/** The judge of gradients: central differences in float64. */

/** The slopes of `total` by each of these numbers, which are moved where they are and put back. */
export function differences(values: number[] | Float64Array, total: () => number): number[] {
  return Array.from(values, (value, index) => {
    const step = 1e-5 * Math.max(1, Math.abs(value));
    const moved = (by: number): number => {
      values[index] = value + by;
      const result = total();
      values[index] = value;
      return result;
    };
    return (moved(step) - moved(-step)) / (2 * step);
  });
}

/** What is wrong with a gradient, measured by its largest slope: nothing, where differences confirm it. */
export function slopeComplaints(
  name: string,
  gradient: ArrayLike<number>,
  wanted: readonly number[],
): string[] {
  if (gradient.length !== wanted.length)
    return [`${name} has ${gradient.length} slopes for ${wanted.length}`];
  const size = Math.max(1e-3, ...wanted.map(Math.abs));
  const worst = wanted.findIndex(
    (slope, i) => !(Math.abs(slope - (gradient[i] ?? Number.NaN)) <= 1e-6 * size),
  );
  return worst < 0 ? [] : [`${name}[${worst}] is ${gradient[worst]} for ${wanted[worst]}`];
}
