/** Float64 helpers of vectors. */

/** The Euclidean length. */
export function lengthOf(vector: Float64Array): number {
  return Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
}

/** The cosine, 1 − cosine, and the slopes of the cosine; a vector of zeros has cosine 0 and no slopes. */
export interface Cosine {
  readonly value: number;
  readonly gap: number;
  readonly a: Float64Array;
  readonly b: Float64Array;
}

export function cosine(a: Float64Array, b: Float64Array): Cosine {
  const [lengthA, lengthB] = [lengthOf(a), lengthOf(b)];
  if (lengthA === 0 || lengthB === 0) return { value: 0, gap: 1, a: a.map(() => 0), b: b.map(() => 0) };
  const unitA = a.map((x) => x / lengthA);
  const unitB = b.map((x) => x / lengthB);
  const dot = unitA.reduce((sum, x, i) => sum + x * (unitB[i] as number), 0);
  // |â ∓ b̂|² = 2 ∓ 2·cos: of unit vectors that nearly agree, or nearly cancel, only their difference has digits.
  const side = dot < 0 ? -1 : 1;
  const near = unitA.reduce((sum, x, i) => sum + (x - side * (unitB[i] as number)) ** 2, 0) / 2;
  const isNear = near < 0.5;
  const value = isNear ? side * (1 - near) : dot;
  const slopes = (own: Float64Array, other: Float64Array, length: number) =>
    own.map((x, i) => {
      const y = other[i] as number;
      return (isNear ? y - side * x + side * near * x : y - dot * x) / length;
    });
  const gap = isNear && side === 1 ? near : 1 - value;
  return { value, gap, a: slopes(unitA, unitB, lengthA), b: slopes(unitB, unitA, lengthB) };
}
