/** The network of `model/sequences/network.ts` in TensorFlow.js: variables, and scores of windows. */
import { freshWeights, shapes, type Weights } from "../../model/sequences/network.js";
import { windowSize } from "../../model/sequences/windows.js";
import { tf } from "../../network/tensorFlow.js";

export type Variables = Readonly<Record<keyof Weights, tf.Variable>>;

const names = Object.keys(shapes) as (keyof Weights)[];

export function freshVariables(): Variables {
  const weights = freshWeights();
  const entries = names.map((name) => [name, tf.variable(tf.tensor(weights[name], [...shapes[name]]))]);
  return Object.fromEntries(entries);
}

export async function readVariables(variables: Variables): Promise<Weights> {
  const numbers = await Promise.all(names.map((name) => variables[name].data()));
  return Object.fromEntries(names.map((name, i) => [name, numbers[i]])) as unknown as Weights;
}

/** Scores [rows, classes] of windows [rows, windowSize]. */
export function scoresOf(variables: Variables, windows: tf.Tensor2D): tf.Tensor2D {
  const hidden = tf.fused.matMul({
    a: windows,
    b: variables.hiddenWeights as tf.Tensor2D,
    bias: variables.hiddenBias,
    activation: "relu",
  }) as tf.Tensor2D;
  return tf.fused.matMul({
    a: hidden,
    b: variables.weights as tf.Tensor2D,
    bias: variables.bias,
  }) as tf.Tensor2D;
}

/** Windows as a tensor of rows. */
export const rowsOf = (windows: Float32Array): tf.Tensor2D =>
  tf.tensor2d(windows, [windows.length / windowSize, windowSize]);
