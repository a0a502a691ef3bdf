/**
 * The weights of a small network that nobody trained. Each layer looks at its input by four patterns (the mean, an
 * edge across, an edge down, a spot) in three colours (light, red against green, yellow against blue), of both signs,
 * for ReLU lets one pass: 24 channels. From the means of both signs the next layer has the colours again, half as large,
 * and looks at them in the same way. Textures made by it are better than by random weights.
 */

export const layers = ["relu1", "relu2", "relu3"] as const;
export type Layer = (typeof layers)[number];

/** A 3×3 convolution. */
export interface Kernel {
  /** What comes of it. */
  readonly layer: Layer;
  readonly from: number;
  readonly to: number;
  /** [to, from, 3, 3] */
  readonly weights: Float32Array<ArrayBuffer>;
}

type Line = readonly [number, number, number];

const unit = (numbers: readonly number[]) => {
  const norm = Math.sqrt(numbers.reduce((sum, one) => sum + one ** 2, 0));
  return numbers.map((one) => one / norm);
};
const outer = (down: Line, across: Line) => unit(down.flatMap((one) => across.map((other) => one * other)));

/** Means of pictures are larger than edges: so much less they count. */
const meanGain = 0.3;

const patterns = [
  outer([1, 1, 1], [1, 1, 1]).map((tap) => meanGain * tap),
  outer([1, 1, 1], [1, 0, -1]),
  outer([1, 0, -1], [1, 1, 1]),
  unit([-1, -1, -1, -1, 8, -1, -1, -1, -1]),
];
const colours = [unit([1, 1, 1]), unit([1, -1, 0]), unit([1, 1, -2])];
const signs = [1, -1];
const channels = colours.length * patterns.length * signs.length;

/** The channel in which a layer answers. */
const channelOf = (colour: number, pattern: number, sign: number) =>
  (colour * patterns.length + pattern) * signs.length + sign;

/** How the three colours are read from what a layer is given: weights of its channels. */
type Reading = (colour: number) => readonly (readonly [channel: number, weight: number])[];

const strength = 2;
const fromPixels: Reading = (colour) => (colours[colour] ?? []).map((weight, i) => [i, strength * weight]);
/** A mean of nine by a pattern of norm 1 is three times too large. */
const fromFeatures: Reading = (colour) =>
  signs.map((sign, i) => [channelOf(colour, 0, i), sign / (3 * meanGain)]);

function kernelOf(layer: Layer, from: number, reading: Reading): Kernel {
  const weights = new Float32Array(channels * from * 9);
  for (const colour of colours.keys()) {
    for (const [pattern, taps] of patterns.entries()) {
      for (const [i, sign] of signs.entries()) {
        for (const [channel, weight] of reading(colour)) {
          const row = (channelOf(colour, pattern, i) * from + channel) * 9;
          weights.set(
            taps.map((tap) => sign * weight * tap),
            row,
          );
        }
      }
    }
  }
  return { layer, from, to: channels, weights };
}

export const kernels = (): readonly Kernel[] =>
  layers.map((layer, i) =>
    i === 0 ? kernelOf(layer, 3, fromPixels) : kernelOf(layer, channels, fromFeatures),
  );
