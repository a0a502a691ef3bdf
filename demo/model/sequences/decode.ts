import { blank } from "./notes.js";

/** The largest of each row of so many. */
export function bestOf(rows: ArrayLike<number>, columns: number): number[] {
  return Array.from({ length: rows.length / columns }, (_, r) => {
    let best = 0;
    for (let k = 1; k < columns; k++)
      if ((rows[r * columns + k] as number) > (rows[r * columns + best] as number)) best = k;
    return best;
  });
}

/** What a path of classes reads as: repeats are one, then blanks are none. */
export const collapse = (path: readonly number[]): number[] =>
  path.filter((label, t) => label !== blank && label !== path[t - 1]);

/** Best-path decoding: the likeliest class of every frame, read. */
export const decode = (scores: ArrayLike<number>, columns: number): number[] =>
  collapse(bestOf(scores, columns));
