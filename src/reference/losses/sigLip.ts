import type { ItemsReference } from "../shapes.js";
import { pullRow, rowsOf, scoresOf, sizeOf, throughNorms, trained, unpulled } from "../similarity.js";

/** −Σ_j log σ(z(scale·s + bias)), z = 1 on the diagonal and −1 off it. */
export const sigLip: ItemsReference<{ scale: number; bias: number }> = (
  params,
  { queries, keys, scale, bias },
) => {
  const q = rowsOf([queries], true);
  const k = rowsOf([keys], true);
  const rate = trained(scale, params.scale);
  const shift = trained(bias, params.bias);
  /** Losses of a row's pairs, and their slopes by scale·s + bias. */
  const one = (row: number) => {
    const scores = scoresOf(q, row, k);
    let loss = 0;
    const slopes = scores.map((s, j) => {
      const z = j === row ? 1 : -1;
      const x = -z * (rate * s + shift);
      loss += Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      return -z / (1 + Math.exp(-x));
    });
    return { scores, loss, slopes };
  };
  const pulled = (factors: Float64Array) => {
    const [byQ, byK] = [unpulled(q), unpulled(k)];
    for (let row = 0; row < q.count; row++) {
      const factor = (factors[row] as number) * rate;
      const slopes = one(row).slopes.map((slope) => factor * slope);
      pullRow(slopes, row, q, k, byQ, byK);
    }
    return { byQ, byK };
  };
  /** What each pair adds to the gradients of scale and bias. */
  const sumsOf = (factors: Float64Array) => {
    const sums = { scale: 0, bias: 0, scaleSize: 0, biasSize: 0 };
    for (let row = 0; row < q.count; row++) {
      const { scores, slopes } = one(row);
      const factor = factors[row] as number;
      for (const [j, slope] of slopes.entries()) {
        const term = factor * slope;
        sums.bias += term;
        sums.biasSize += Math.abs(term);
        sums.scale += term * (scores[j] as number);
        sums.scaleSize += Math.abs(term * (scores[j] as number));
      }
    }
    return sums;
  };
  return {
    values: Float64Array.from({ length: q.count }, (_, row) => one(row).loss),
    pull: (factors) => {
      const { byQ, byK } = pulled(factors);
      const sums = sumsOf(factors);
      return {
        queries: throughNorms(q, byQ),
        keys: throughNorms(k, byK),
        ...(scale ? { scale: Float64Array.of(sums.scale) } : {}),
        ...(bias ? { bias: Float64Array.of(sums.bias) } : {}),
      };
    },
    sizes: (factors) => {
      const sums = sumsOf(factors);
      const { byQ, byK } = pulled(factors);
      const own = { queries: sizeOf(q, byQ), keys: sizeOf(k, byK) };
      return {
        ...own,
        ...(scale ? { scale: sums.scaleSize } : {}),
        ...(bias ? { bias: sums.biasSize } : {}),
      };
    },
  };
};
