import type { ItemsReference } from "../shapes.js";
import {
  contrast,
  pullRow,
  rowsOf,
  scoresOf,
  sizeOf,
  throughNorms,
  trained,
  unpulled,
} from "../similarity.js";

/** −log softmax of the scaled similarities at the row's own key; with `symmetric` the mean of that and the columns'. */
export const infoNce: ItemsReference<{ temperature: number; normalize: boolean; symmetric: boolean }> = (
  { temperature, normalize, symmetric },
  { queries, keys, scale },
) => {
  const q = rowsOf([queries], normalize);
  const k = rowsOf([keys], normalize);
  const rate = trained(scale, 1 / temperature);
  const ways = symmetric ? [[q, k] as const, [k, q] as const] : [[q, k] as const];
  /** The softmax of one row of one way. */
  const one = (way: number, row: number) => {
    const [a, b] = ways[way] as (typeof ways)[0];
    const scores = scoresOf(a, row, b);
    return {
      scores,
      ...contrast(
        scores.map((s) => rate * s),
        (j) => j === row,
      ),
    };
  };
  const values = new Float64Array(q.count);
  for (let row = 0; row < q.count; row++) {
    for (let way = 0; way < ways.length; way++) {
      values[row] = (values[row] as number) + one(way, row).loss / ways.length;
    }
  }
  /** Σ factor·slope·score, which is the slope by the scale: its terms. */
  const byScale = (factors: Float64Array): number[] => {
    const terms: number[] = [];
    for (let row = 0; row < q.count; row++) {
      for (let way = 0; way < ways.length; way++) {
        const { scores, slopes } = one(way, row);
        const own = scores[row] as number;
        let sum = 0;
        for (let j = 0; j < scores.length; j++) sum += (slopes[j] as number) * ((scores[j] as number) - own);
        terms.push(((factors[row] as number) * sum) / ways.length);
      }
    }
    return terms;
  };
  const pulled = (factors: Float64Array) => {
    const by = [unpulled(q), unpulled(k)] as const;
    for (let way = 0; way < ways.length; way++) {
      const [a, b] = ways[way] as (typeof ways)[0];
      for (let row = 0; row < q.count; row++) {
        const factor = ((factors[row] as number) * rate) / ways.length;
        const slopes = one(way, row).slopes.map((slope) => factor * slope);
        pullRow(slopes, row, a, b, a === q ? by[0] : by[1], a === q ? by[1] : by[0]);
      }
    }
    return by;
  };
  return {
    values,
    pull: (factors) => {
      const [byQ, byK] = pulled(factors);
      return {
        queries: throughNorms(q, byQ),
        keys: throughNorms(k, byK),
        ...(scale ? { scale: Float64Array.of(byScale(factors).reduce((a, b) => a + b, 0)) } : {}),
      };
    },
    sizes: (factors) => {
      const [byQ, byK] = pulled(factors);
      return {
        queries: sizeOf(q, byQ),
        keys: sizeOf(k, byK),
        ...(scale ? { scale: byScale(factors).reduce((a, b) => a + Math.abs(b), 0) } : {}),
      };
    },
  };
};
