import type { ItemsReference } from "../shapes.js";
import { contrast, pullRow, rowsOf, scoresOf, sizeOf, throughNorms, unpulled } from "../similarity.js";

/** L_out: −mean over the others of the same label of log softmax over all others. */
export const supCon: ItemsReference<{ temperature: number }> = ({ temperature }, { embeddings, labels }) => {
  const rows = rowsOf([embeddings], true);
  const one = (row: number) =>
    contrast(
      scoresOf(rows, row, rows).map((s) => s / temperature),
      (j) => (j === row ? undefined : labels?.values[j] === labels?.values[row]),
    );
  const all = Array.from({ length: rows.count }, (_, row) => one(row));
  const pulled = (factors: Float64Array) => {
    const by = unpulled(rows);
    for (const [row, { slopes, rights }] of all.entries()) {
      if (rights === 0) continue;
      const factor = (factors[row] as number) / temperature;
      const own = slopes.map((slope) => factor * slope);
      pullRow(own, row, rows, rows, by, by);
    }
    return by;
  };
  return {
    values: Float64Array.from(all, ({ loss }) => loss),
    counted: Uint8Array.from(all, ({ rights }) => (rights > 0 ? 1 : 0)),
    pull: (factors) => ({ embeddings: throughNorms(rows, pulled(factors)) }),
    sizes: (factors) => ({ embeddings: sizeOf(rows, pulled(factors)) }),
  };
};
