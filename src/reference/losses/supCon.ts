import type { ItemsReference } from "../shapes.js";
import { contrast, pullRow, rowsOf, scoresOf, throughNorms } from "../similarity.js";

/** L_out: −mean over the others of the same label of log softmax over all others. */
export const supCon: ItemsReference<{ temperature: number }> = ({ temperature }, { embeddings, labels }) => {
  const rows = rowsOf([embeddings], true);
  const one = (row: number) =>
    contrast(
      scoresOf(rows, row, rows).map((s) => s / temperature),
      (j) => (j === row ? undefined : labels?.values[j] === labels?.values[row]),
    );
  const all = Array.from({ length: rows.count }, (_, row) => one(row));
  return {
    values: Float64Array.from(all, ({ loss }) => loss),
    counted: Uint8Array.from(all, ({ rights }) => (rights > 0 ? 1 : 0)),
    pull: (factors) => {
      const by = new Float64Array(rows.values.length);
      for (const [row, { slopes, rights }] of all.entries()) {
        if (rights === 0) continue;
        const factor = (factors[row] as number) / temperature;
        pullRow(
          slopes.map((slope) => factor * slope),
          row,
          rows,
          rows,
          by,
          by,
        );
      }
      return { embeddings: throughNorms(rows, by) };
    },
  };
};
