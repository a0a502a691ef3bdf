/**
 * A small network whose features stand for those of a large one: three times a 3×3 convolution, ReLU and a halving by
 * means of 2×2 pixels. Its weights are seeded normal numbers (He initialisation), never trained. Plain TypeScript in
 * float64, with the gradient carried back to the pixels.
 */
import { normal, randomFrom } from "./random.js";

/** Images or features [N, C, H, W]. */
export interface Maps {
  readonly shape: readonly [number, number, number, number];
  readonly values: Float64Array;
}

/** The features of each layer, after its ReLU, and the way back from slopes of them to slopes of the pixels. */
export interface Seen {
  readonly features: Readonly<Record<string, Maps>>;
  readonly carry: (slopes: Readonly<Record<string, ArrayLike<number>>>) => Float64Array;
}

export const featureLayers = { relu1: 6, relu2: 8, relu3: 10 } as const;

export function featureNetwork(channels: number, seed = 1): (images: Maps) => Seen {
  const random = randomFrom(seed);
  const weights: Float64Array[] = [];
  let from = channels;
  for (const to of Object.values(featureLayers)) {
    const spread = Math.sqrt(2 / (9 * from));
    weights.push(Float64Array.from({ length: to * from * 9 }, () => spread * normal(random)));
    from = to;
  }
  const names = Object.keys(featureLayers);
  return (images) => {
    const features: Record<string, Maps> = {};
    const inputs: Maps[] = [];
    let maps = images;
    for (const [i, name] of names.entries()) {
      const input = i === 0 ? maps : halve(maps);
      inputs.push(input);
      const found = convolve(input, weights[i] as Float64Array, Object.values(featureLayers)[i] ?? 0);
      maps = { shape: found.shape, values: found.values.map((value) => Math.max(0, value)) };
      features[name] = maps;
    }
    const carry: Seen["carry"] = (slopes) => {
      let back: Float64Array | undefined;
      for (let i = names.length - 1; i >= 0; i--) {
        const name = names[i] as string;
        const { shape, values } = features[name] as Maps;
        const own = slopes[name];
        const pulled = values.map((value, at) =>
          value > 0 ? ((own?.[at] as number | undefined) ?? 0) + (back?.[at] ?? 0) : 0,
        );
        const input = inputs[i] as Maps;
        const toInput = convolveBack({ shape, values: pulled }, weights[i] as Float64Array, input.shape[1]);
        const before = features[names[i - 1] ?? ""];
        back = before ? halveBack(toInput, before.shape) : toInput.values;
      }
      return back ?? new Float64Array(0);
    };
    return { features, carry };
  };
}

/** Every pair of a place in `maps` and a weight that meets it, with where the product goes. */
function meet(
  [images, from, height, width]: Maps["shape"],
  to: number,
  visit: (source: number, weight: number, target: number) => void,
): void {
  for (let image = 0; image < images; image++) {
    for (let out = 0; out < to; out++) {
      for (let into = 0; into < from; into++) {
        for (let tap = 0; tap < 9; tap++) {
          const [down, right] = [Math.floor(tap / 3) - 1, (tap % 3) - 1];
          for (let i = Math.max(0, -down); i < Math.min(height, height - down); i++) {
            for (let j = Math.max(0, -right); j < Math.min(width, width - right); j++) {
              visit(
                ((image * from + into) * height + i + down) * width + j + right,
                (out * from + into) * 9 + tap,
                ((image * to + out) * height + i) * width + j,
              );
            }
          }
        }
      }
    }
  }
}

/** A 3×3 convolution, zeros around the maps. */
export function convolve({ shape, values }: Maps, weights: Float64Array, to: number): Maps {
  const [images, , height, width] = shape;
  const result = new Float64Array(images * to * height * width);
  meet(shape, to, (source, weight, target) => {
    result[target] = (result[target] as number) + (values[source] as number) * (weights[weight] as number);
  });
  return { shape: [images, to, height, width], values: result };
}

export function convolveBack({ shape, values }: Maps, weights: Float64Array, from: number): Maps {
  const [images, to, height, width] = shape;
  const back: Maps["shape"] = [images, from, height, width];
  const result = new Float64Array(images * from * height * width);
  meet(back, to, (source, weight, target) => {
    result[source] = (result[source] as number) + (values[target] as number) * (weights[weight] as number);
  });
  return { shape: back, values: result };
}

/** The mean of 2×2 pixels; an odd last row or column is left out. */
export function halve({ shape, values }: Maps): Maps {
  const [images, channels, height, width] = shape;
  const [down, across] = [Math.floor(height / 2), Math.floor(width / 2)];
  const result = new Float64Array(images * channels * down * across);
  for (const [target, sources] of quads(shape)) {
    result[target] = sources.reduce((sum, source) => sum + (values[source] as number), 0) / 4;
  }
  return { shape: [images, channels, down, across], values: result };
}

export function halveBack({ values }: Maps, shape: Maps["shape"]): Float64Array {
  const result = new Float64Array(shape.reduce((a, b) => a * b, 1));
  for (const [target, sources] of quads(shape)) {
    for (const source of sources) result[source] = (values[target] as number) / 4;
  }
  return result;
}

/** Each pixel of the halved maps and the four that it comes from. */
function* quads([images, channels, height, width]: Maps["shape"]): Generator<[number, number[]]> {
  const [down, across] = [Math.floor(height / 2), Math.floor(width / 2)];
  for (let plane = 0; plane < images * channels; plane++) {
    for (let i = 0; i < down; i++) {
      for (let j = 0; j < across; j++) {
        const first = (plane * height + 2 * i) * width + 2 * j;
        yield [(plane * down + i) * across + j, [first, first + 1, first + width, first + width + 1]];
      }
    }
  }
}
