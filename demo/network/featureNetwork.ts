/**
 * A small network in TensorFlow.js whose features stand for those of a large one: three times a 3×3 convolution and
 * ReLU, halved between by means of 2×2 pixels.
 */
import type { Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import type { Kernel, Layer } from "./kernels.js";
import { tf } from "./tensorFlow.js";

/** The features of layers, [N, C, H, W], by their names. */
export type Features = Readonly<Partial<Record<Layer, Tensor4D>>>;

/** Sees images [N, 3, H, W], 0 … 1, and tells what those layers make of them. */
export type FeatureNetwork = (images: Tensor, wanted: readonly Layer[]) => Features;

export function featureNetwork(kernels: readonly Kernel[]): FeatureNetwork {
  // TensorFlow.js has channels last: weights [3, 3, from, to].
  const filters = kernels.map(({ from, to, weights }) =>
    tf.tidy(() => tf.transpose(tf.tensor4d(weights, [to, from, 3, 3]), [2, 3, 1, 0])),
  );
  return (images, wanted) => {
    const features: Partial<Record<Layer, Tensor4D>> = {};
    // Grey is 0, so that the zeros around an image are no edge.
    let maps = tf.transpose(tf.sub(images, 0.5), [0, 2, 3, 1]) as Tensor4D;
    for (const [i, { layer }] of kernels.entries()) {
      const input = i === 0 ? maps : tf.avgPool(maps, 2, 2, "valid");
      maps = tf.relu(tf.conv2d(input, filters[i] as Tensor4D, 1, "same"));
      if (wanted.includes(layer)) features[layer] = tf.transpose(maps, [0, 3, 1, 2]);
    }
    return features;
  };
}
