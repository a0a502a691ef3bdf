/** The network of featureLayers.ts in TensorFlow.js: its features stand for those of a large one. */
import type { Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import { layers, type Sight, sights, type Weights, width } from "./featureLayers.js";
import { tf } from "./tensorFlow.js";

/** Features [N, 3 · width, H, W] by where they are taken; of each colour all maps, one colour after the other. */
export type Features = Readonly<Partial<Record<Sight, Tensor4D>>>;

/** Sees images [N, 3, H, W], 0 … 1. */
export type FeatureNetwork = (images: Tensor, wanted: readonly Sight[]) => Features;

/** As TensorFlow.js has them: [3, 3, maps, width]. */
function tensorOf(weights: Weights): Tensor4D {
  const maps = weights[0]?.length ?? 0;
  const taps = Array.from({ length: 9 * maps * width }, (_, at) => {
    const [made, given] = [at % width, Math.floor(at / width) % maps];
    return weights[made]?.[given]?.[Math.floor(at / (width * maps))] as number;
  });
  return tf.tensor4d(taps, [3, 3, maps, width]);
}

/** The mean of 2×2 pixels; an odd last row or column is left out. */
function halved(maps: Tensor4D): Tensor4D {
  const [images, channels, rows, columns] = maps.shape;
  // It pools channels that come last: each map as an image of one channel.
  const small = tf.avgPool(
    tf.reshape<tf.Rank.R4>(maps, [images * channels, rows, columns, 1]),
    2,
    2,
    "valid",
  );
  return tf.reshape(small, [images, channels, ...(small.shape.slice(1, 3) as [number, number])]);
}

export function featureNetwork(): FeatureNetwork {
  const weights = layers.map(tensorOf);
  return (images, wanted) => {
    const [count, colours, ...size] = images.shape as Tensor4D["shape"];
    const features: Partial<Record<Sight, Tensor4D>> = {};
    const last = Math.max(...wanted.map((name) => sights.indexOf(name)));
    // Grey is 0, so that the zeros around an image are no edge.
    let maps = tf.reshape<tf.Rank.R4>(tf.sub(images, 0.5), [count * colours, 1, ...size]);
    for (const [i, name] of sights.slice(0, last + 1).entries()) {
      maps =
        i % 2 === 0 ? tf.relu(tf.conv2d(maps, weights[i / 2] as Tensor4D, 1, "same", "NCHW")) : halved(maps);
      if (!wanted.includes(name)) continue;
      features[name] = tf.reshape(maps, [
        count,
        colours * width,
        ...(maps.shape.slice(2) as [number, number]),
      ]);
    }
    return features;
  };
}
