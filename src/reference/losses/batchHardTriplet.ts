import type { ItemsReference } from "../shapes.js";

/** max(0, d(i, p) − d(i, n) + margin), p the farthest of the same label, n the nearest of another. */
export const batchHardTriplet: ItemsReference<{ margin: number }> = ({ margin }, { embeddings, labels }) => {
  const [count = 0, features = 0] = embeddings?.shape ?? [];
  const x = embeddings?.values ?? new Float64Array(0);
  const isBroken = x.some((value) => !Number.isFinite(value));
  const square = (i: number, j: number): number => {
    let sum = 0;
    for (let k = 0; k < features; k++) {
      sum += ((x[i * features + k] as number) - (x[j * features + k] as number)) ** 2;
    }
    return sum;
  };
  const anchors = Array.from({ length: count }, (_, i) => {
    let [p, n, farthest, nearest] = [-1, -1, -1, Number.POSITIVE_INFINITY];
    for (let j = 0; j < count; j++) {
      if (j === i) continue;
      const d = square(i, j);
      if (labels?.values[j] === labels?.values[i]) {
        if (p < 0 || d > farthest) [p, farthest] = [j, d];
      } else if (n < 0 || d < nearest) {
        [n, nearest] = [j, d];
      }
    }
    const counted = p >= 0 && n >= 0;
    const loss = counted ? Math.max(0, Math.sqrt(farthest) - Math.sqrt(nearest) + margin) : 0;
    return { p, n, counted, loss: counted && isBroken ? Number.NaN : loss };
  });
  return {
    values: Float64Array.from(anchors, ({ loss }) => loss),
    counted: Uint8Array.from(anchors, ({ counted }) => (counted ? 1 : 0)),
    pull: (factors) => {
      const gradient = new Float64Array(x.length);
      /** The gradient of factor·d(i, j); that of no distance is 0. */
      const pullApart = (i: number, j: number, factor: number): void => {
        const d = Math.sqrt(square(i, j));
        for (let k = 0; k < features; k++) {
          const [a, b] = [i * features + k, j * features + k];
          const slope = d === 0 ? 0 : (factor * ((x[a] as number) - (x[b] as number))) / d;
          gradient[a] = (gradient[a] as number) + slope;
          gradient[b] = (gradient[b] as number) - slope;
        }
      };
      for (const [i, { p, n, counted, loss }] of anchors.entries()) {
        if (!counted) continue;
        const factor = factors[i] as number;
        // What cannot be computed leaves nothing that could.
        if (Number.isNaN(factor) || Number.isNaN(loss)) return { embeddings: gradient.fill(Number.NaN) };
        if (loss === 0) continue;
        pullApart(i, p, factor);
        pullApart(i, n, -factor);
      }
      return { embeddings: gradient };
    },
  };
};
