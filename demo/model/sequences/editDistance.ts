/** How many notes must be put in, left out or replaced to make one sequence of the other (Levenshtein). */
export function editDistance(from: readonly number[], to: readonly number[]): number {
  let row = to.map((_, j) => j + 1);
  for (const [i, one] of from.entries()) {
    let corner = i;
    let left = i + 1;
    row = row.map((above, j) => {
      left = Math.min(above + 1, left + 1, corner + (one === to[j] ? 0 : 1));
      corner = above;
      return left;
    });
  }
  return row.at(-1) ?? from.length;
}
