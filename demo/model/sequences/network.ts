/** The network's numbers, and what they say of a sound: two layers, the first over a window of frames. */
import { randomFrom } from "../../training/random.js";
import { classes } from "./notes.js";
import { frames } from "./tune.js";
import { windowSize, windowsOf } from "./windows.js";

export const hiddenSize = 40;

export const shapes = {
  hiddenWeights: [windowSize, hiddenSize],
  hiddenBias: [hiddenSize],
  weights: [hiddenSize, classes],
  bias: [classes],
} as const;

export type Weights = Readonly<Record<keyof typeof shapes, Float32Array>>;

/** Normal numbers, by how many are added up; biases 0. */
export function freshWeights(): Weights {
  const { normal } = randomFrom(11);
  const layer = ([from, to]: readonly [number, number], gain: number) =>
    Float32Array.from({ length: from * to }, () => normal() * Math.sqrt(gain / from));
  return {
    hiddenWeights: layer(shapes.hiddenWeights, 2),
    hiddenBias: new Float32Array(hiddenSize),
    weights: layer(shapes.weights, 0.1),
    bias: new Float32Array(classes),
  };
}

/** Rows times a matrix, plus a bias. */
function dense(rows: Float32Array, matrix: Float32Array, bias: Float32Array): Float32Array {
  const to = bias.length;
  const from = matrix.length / to;
  const result = new Float32Array((rows.length / from) * to);
  for (let r = 0; r < rows.length / from; r++) {
    const sums = Float64Array.from(bias);
    for (let i = 0; i < from; i++) {
      const value = rows[r * from + i] as number;
      if (value === 0) continue;
      for (let k = 0; k < to; k++) sums[k] = (sums[k] as number) + value * (matrix[i * to + k] as number);
    }
    result.set(sums, r * to);
  }
  return result;
}

/** The scores [frames, classes] of one sound, without a GPU: for a tune that is being drawn. */
export function logitsOf(weights: Weights, sound: Float32Array): Float32Array {
  const hidden = dense(windowsOf([sound]), weights.hiddenWeights, weights.hiddenBias);
  const logits = dense(
    hidden.map((x) => Math.max(0, x)),
    weights.weights,
    weights.bias,
  );
  return logits.subarray(0, frames * classes);
}
