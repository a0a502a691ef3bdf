/** A number in [0, 1) for each crossing of a grid, the same on every visit. */
export function chanceAt(column: number, row: number, seed = 0): number {
  let bits = Math.imul(column, 0x27d4eb2d) ^ Math.imul(row, 0x165667b1) ^ Math.imul(seed + 1, 0x9e3779b1);
  bits = Math.imul(bits ^ (bits >>> 15), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}

const eased = (share: number) => share * share * (3 - 2 * share);

/** Hills and valleys about a unit apart: chance at the crossings, smooth between them. */
export function smoothNoise(x: number, y: number, seed = 0): number {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const [across, down] = [eased(x - column), eased(y - row)];
  const along = (line: number) => {
    const [left, right] = [chanceAt(column, line, seed), chanceAt(column + 1, line, seed)];
    return left + across * (right - left);
  };
  return along(row) + down * (along(row + 1) - along(row));
}
