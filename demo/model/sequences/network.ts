/** The network's numbers, and what they say of a sound: one layer over a window of frames. */
import { randomFrom } from "../../training/random.js";
import { classes } from "./notes.js";
import { windowSize, windowsOf } from "./windows.js";

/** [windowSize, classes]. */
export type Weights = Float32Array;

/** Small normal numbers. */
export function freshWeights(): Weights {
  const { normal } = randomFrom(11);
  return Float32Array.from({ length: windowSize * classes }, () => 0.02 * normal());
}

/** The scores [frames, classes] of one sound, without a GPU: for a tune that is being drawn. */
export function logitsOf(weights: Weights, sound: Float32Array): Float32Array {
  const windows = windowsOf([sound]);
  const logits = new Float32Array((windows.length / windowSize) * classes);
  for (const [i, value] of windows.entries()) {
    const [row, input] = [Math.floor(i / windowSize), i % windowSize];
    for (let k = 0; value !== 0 && k < classes; k++)
      logits[row * classes + k] =
        (logits[row * classes + k] as number) + value * (weights[input * classes + k] as number);
  }
  return logits;
}
