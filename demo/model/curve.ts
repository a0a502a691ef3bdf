/** Loss and slope along a scene's axis. */

export interface Curve {
  readonly loss: ArrayLike<number>;
  readonly slope: ArrayLike<number>;
}

/** The largest difference between the two, as a share of the largest number of the reference. */
export function difference(gpu: Curve, reference: Curve): number {
  let worst = 0;
  for (const key of ["loss", "slope"] as const) {
    let largest = 0;
    let off = 0;
    for (let i = 0; i < reference[key].length; i++) {
      const expected = reference[key][i] ?? NaN;
      if (!Number.isFinite(expected)) continue;
      largest = Math.max(largest, Math.abs(expected));
      off = Math.max(off, Math.abs((gpu[key][i] ?? NaN) - expected));
    }
    if (largest > 0) worst = Math.max(worst, off / largest);
  }
  return worst;
}
