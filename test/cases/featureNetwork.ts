/**
 * The network of the page of pictures in float64, for the tests: the weights are those of demo/network/featureLayers.ts,
 * rounded to f32 as TensorFlow.js has them; forward, and slopes carried back to the pixels.
 */
import { layers, type Sight, sights, width } from "../../demo/network/featureLayers.js";

/** Images or features [N, C, H, W]. */
export interface Maps {
  readonly shape: readonly [number, number, number, number];
  readonly values: Float64Array;
}

/** What the network sees, and the way back from slopes of them to slopes of the pixels. */
export interface Seen {
  readonly features: Readonly<Record<Sight, Maps>>;
  readonly carry: (slopes: Readonly<Partial<Record<Sight, ArrayLike<number>>>>) => Float64Array;
}

/** Of the weights of each layer, [width, maps, 9]. */
const weights = layers.map((layer) => Float64Array.from(layer.flat(2), Math.fround));

const relu = ({ shape, values }: Maps): Maps => ({
  shape,
  values: values.map((value) => Math.max(0, value)),
});

/** Sees images [N, 3, H, W], 0 … 1. */
export function featureNetwork({ shape: [images, colours, height, across], values }: Maps): Seen {
  // What each layer is given, and what its ReLU and its halving make of that: every colour is an image.
  const given: Maps[] = [];
  const seen: Maps[] = [];
  let maps: Maps = {
    shape: [images * colours, 1, height, across],
    values: values.map((light) => light - 0.5),
  };
  for (const taps of weights) {
    given.push(maps);
    const found = relu(convolve(maps, taps, width));
    maps = halve(found);
    seen.push(found, maps);
  }
  const taken = sights.map((name, i): [string, Maps] => {
    const { shape, values: own } = seen[i] as Maps;
    return [name, { shape: [images, colours * width, shape[2], shape[3]], values: own }];
  });
  const features = Object.fromEntries(taken) as Seen["features"];
  const carry: Seen["carry"] = (slopes) => {
    /** Slopes that come from behind, and those of the features themselves. */
    const joined = (name: Sight, back: Float64Array) =>
      back.map((slope, at) => slope + (slopes[name]?.[at] ?? 0));
    let back: Float64Array = new Float64Array(maps.values.length);
    for (let layer = layers.length - 1; layer >= 0; layer--) {
      const { shape, values: own } = seen[2 * layer] as Maps;
      const pooled = joined(sights[2 * layer + 1] as Sight, back);
      const after = joined(sights[2 * layer] as Sight, halveBack(pooled, shape));
      const before = after.map((slope, at) => ((own[at] as number) > 0 ? slope : 0));
      const { shape: from } = given[layer] as Maps;
      back = convolveBack({ shape, values: before }, weights[layer] as Float64Array, from[1]).values;
    }
    return back;
  };
  return { features, carry };
}

/** Features as inputs of a loss: predictions.relu2 and so on. */
export function inputsOf(role: string, { features }: Seen, wanted: readonly Sight[]) {
  return wanted.map((name) => [`${role}.${name}`, features[name]] as const);
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
function convolve({ shape, values }: Maps, weights: Float64Array, to: number): Maps {
  const [images, , height, width] = shape;
  const result = new Float64Array(images * to * height * width);
  meet(shape, to, (source, weight, target) => {
    result[target] = (result[target] as number) + (values[source] as number) * (weights[weight] as number);
  });
  return { shape: [images, to, height, width], values: result };
}

function convolveBack({ shape, values }: Maps, weights: Float64Array, from: number): Maps {
  const [images, to, height, width] = shape;
  const back: Maps["shape"] = [images, from, height, width];
  const result = new Float64Array(images * from * height * width);
  meet(back, to, (source, weight, target) => {
    result[source] = (result[source] as number) + (values[target] as number) * (weights[weight] as number);
  });
  return { shape: back, values: result };
}

/** The mean of 2×2 pixels; an odd last row or column is left out. */
function halve({ shape, values }: Maps): Maps {
  const [images, channels, height, width] = shape;
  const [down, across] = [Math.floor(height / 2), Math.floor(width / 2)];
  const result = new Float64Array(images * channels * down * across);
  for (const [target, sources] of quads(shape)) {
    result[target] = sources.reduce((sum, source) => sum + (values[source] as number), 0) / 4;
  }
  return { shape: [images, channels, down, across], values: result };
}

function halveBack(values: Float64Array, shape: Maps["shape"]): Float64Array {
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
