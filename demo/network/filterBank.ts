/**
 * A small network in TensorFlow.js whose features stand for those of a large one: at three sizes, each the means of 2×2
 * pixels of the one before, every colour is convolved with every filter, and goes through ReLU.
 */
import type { Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import { filters, type Scale, scales } from "./filters.js";
import { tf } from "./tensorFlow.js";

/** Features [N, C, H, W] by their scale; of each colour all filters, one colour after the other. */
export type Features = Readonly<Partial<Record<Scale, Tensor4D>>>;

/** Sees images [N, 3, H, W], 0 … 1, at the scales that are wanted. */
export type FilterBank = (images: Tensor, wanted: readonly Scale[]) => Features;

export function filterBank(): FilterBank {
  // [3, 3, colours, filters]: each colour has the same.
  const taps = Array.from({ length: 9 }, (_, tap) => filters.map((filter) => filter[tap] as number));
  const weights = tf.tensor4d(
    taps.flatMap((row) => [row, row, row].flat()),
    [3, 3, 3, filters.length],
  );
  return (images, wanted) => {
    const features: Partial<Record<Scale, Tensor4D>> = {};
    // Grey is 0, so that the zeros around an image are no edge. TensorFlow.js has channels last.
    let maps = tf.transpose(tf.sub(images, 0.5), [0, 2, 3, 1]) as Tensor4D;
    for (const scale of scales) {
      if (scale !== "full") maps = tf.avgPool(maps, 2, 2, "valid");
      if (!wanted.includes(scale)) continue;
      features[scale] = tf.transpose(tf.relu(tf.depthwiseConv2d(maps, weights, 1, "same")), [0, 3, 1, 2]);
    }
    return features;
  };
}
