/**
 * The weights of a small network that nobody trained, written down: three times a convolution of 3×3 pixels, ReLU, and
 * a halving by means of 2×2. It sees each colour as a grey picture of its own, −½ … ½. Of the mean and the spot there
 * are both signs, for ReLU lets one pass. Textures made by it are better than by random weights.
 */

type Line = readonly [number, number, number];

/** Of norm 1. */
function unit(numbers: readonly number[]): number[] {
  const norm = Math.hypot(...numbers);
  return numbers.map((one) => one / norm);
}

const outer = (down: Line, across: Line) => unit(down.flatMap((one) => across.map((other) => one * other)));
const times = (taps: readonly number[], by: number) => taps.map((tap) => by * tap);

/** Means of pictures are far larger than edges: so much less they count. */
const mean = times(outer([1, 1, 1], [1, 1, 1]), 0.3);
const across = outer([1, 1, 1], [1, 0, -1]);
const down = outer([1, 0, -1], [1, 1, 1]);
const spot = unit([-1, -1, -1, -1, 8, -1, -1, -1, -1]);

/** What is looked for, nine taps each, row by row. */
const patterns: readonly (readonly number[])[] = [mean, times(mean, -1), across, down, spot, times(spot, -1)];

/** Maps that each layer makes of a colour. */
export const width = patterns.length;

/** Taps by the map that is made and the maps that it is made of: [width, maps, 9]. */
export type Weights = readonly (readonly (readonly number[])[])[];

/**
 * What the mean of one sign lets pass, less what that of the other does, is the picture again: it is looked at as the
 * first layer looks, its light restored.
 */
const restored = 1 / mean.reduce((sum, tap) => sum + tap, 0);
const none = new Array<number>(9).fill(0);
const again: Weights = patterns.map((taps) => [
  times(taps, restored),
  times(taps, -restored),
  ...new Array<number[]>(width - 2).fill(none),
]);

/** Layer by layer. */
export const layers: readonly Weights[] = [patterns.map((taps) => [taps]), again, again];

/** Where features are taken: after the ReLU of a layer, and after its halving. */
export const sights = ["relu1", "pool1", "relu2", "pool2", "relu3", "pool3"] as const;
export type Sight = (typeof sights)[number];
