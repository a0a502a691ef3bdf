/**
 * The weights of a small network that nobody trained: patterns of 3×3 pixels. Of the mean and the spot there are both
 * signs, for ReLU lets one pass. Textures made by them are better than by random weights.
 */

type Line = readonly [number, number, number];

/** Of norm 1. */
function unit(numbers: readonly number[]): number[] {
  const norm = Math.hypot(...numbers);
  return numbers.map((one) => one / norm);
}

const outer = (down: Line, across: Line) => unit(down.flatMap((one) => across.map((other) => one * other)));

/** Means of pictures are far larger than edges: so much less they count. */
const mean = outer([1, 1, 1], [1, 1, 1]).map((tap) => 0.3 * tap);
const across = outer([1, 1, 1], [1, 0, -1]);
const down = outer([1, 0, -1], [1, 1, 1]);
const spot = unit([-1, -1, -1, -1, 8, -1, -1, -1, -1]);

/** Nine taps each, row by row. */
export const filters: readonly (readonly number[])[] = [
  mean,
  mean.map((tap) => -tap),
  across,
  down,
  spot,
  spot.map((tap) => -tap),
];

/** The sizes at which the network looks: as it is, halved, and halved again. */
export const scales = ["full", "half", "quarter"] as const;
export type Scale = (typeof scales)[number];
