import type { ItemsReference } from "../shapes.js";
import { contrast, pullRow, rowsOf, scoresOf, sizeOf, throughNorms, unpulled } from "../similarity.js";

/** −log softmax over all other views at the other view of the same thing; views are those of a, then those of b. */
export const ntXent: ItemsReference<{ temperature: number }> = ({ temperature }, { a, b }) => {
  const views = rowsOf([a, b], true);
  const things = views.count / 2;
  const one = (row: number) =>
    contrast(
      scoresOf(views, row, views).map((s) => s / temperature),
      (j) => (j === row ? undefined : j === (row + things) % views.count),
    );
  const pulled = (factors: Float64Array) => {
    const by = unpulled(views);
    for (let row = 0; row < views.count; row++) {
      const factor = (factors[row] as number) / temperature;
      const slopes = one(row).slopes.map((slope) => factor * slope);
      pullRow(slopes, row, views, views, by, by);
    }
    return by;
  };
  return {
    values: Float64Array.from({ length: views.count }, (_, row) => one(row).loss),
    pull: (factors) => {
      const gradient = throughNorms(views, pulled(factors));
      return { a: gradient.slice(0, gradient.length / 2), b: gradient.slice(gradient.length / 2) };
    },
    sizes: (factors) => {
      const size = sizeOf(views, pulled(factors));
      return { a: size, b: size };
    },
  };
};
