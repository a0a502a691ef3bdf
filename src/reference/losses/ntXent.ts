import type { ItemsReference } from "../shapes.js";
import { contrast, pullRow, rowsOf, scoresOf, throughNorms } from "../similarity.js";

/** −log softmax over all other views at the other view of the same thing; views are those of a, then those of b. */
export const ntXent: ItemsReference<{ temperature: number }> = ({ temperature }, { a, b }) => {
  const views = rowsOf([a, b], true);
  const things = views.count / 2;
  const one = (row: number) =>
    contrast(
      scoresOf(views, row, views).map((s) => s / temperature),
      (j) => (j === row ? undefined : j === (row + things) % views.count),
    );
  return {
    values: Float64Array.from({ length: views.count }, (_, row) => one(row).loss),
    pull: (factors) => {
      const by = new Float64Array(views.values.length);
      for (let row = 0; row < views.count; row++) {
        const factor = (factors[row] as number) / temperature;
        pullRow(
          one(row).slopes.map((slope) => factor * slope),
          row,
          views,
          views,
          by,
          by,
        );
      }
      const gradient = throughNorms(views, by);
      return { a: gradient.slice(0, by.length / 2), b: gradient.slice(by.length / 2) };
    },
  };
};
