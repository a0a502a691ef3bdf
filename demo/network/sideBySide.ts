/**
 * One network several times, side by side, all from the same start: each is to be trained by a loss of its own. The
 * numbers of all are one variable of TensorFlow.js, so that forward, backward and an optimiser's step are as many
 * kernels for all of them as for one.
 */
import { randomFrom } from "../training/random.js";
import { tf } from "./tensorFlow.js";

export interface SideBySide {
  /** What an optimiser trains: [networks, numbers], the numbers layer by layer, biases after weights. */
  readonly parameters: tf.Variable<tf.Rank.R2>;
  /** The same rows for all, or rows for each: [1 or networks, rows, inputs] to [networks, rows, outputs]. */
  forward(inputs: tf.Tensor3D): tf.Tensor3D;
}

/** What passes of a negative sum. */
const leak = 0.1;

/** Weights normal of variance 2 ÷ inputs (K. He et al., 2015), and 0 for the input that is always 1. */
function startOf(widths: readonly number[], seed: number): number[] {
  const { normal } = randomFrom(seed);
  return widths.slice(1).flatMap((outputs, i) => {
    const inputs = widths[i] as number;
    const deviation = Math.sqrt(2 / inputs);
    const weights = Array.from({ length: inputs * outputs }, () => deviation * normal());
    return [...weights, ...new Array<number>(outputs).fill(0)];
  });
}

/** With an input more that is always 1: its weights are the biases, and their gradient is no kernel of its own. */
function withOne(x: tf.Tensor3D): tf.Tensor3D {
  const [networks, rows] = x.shape;
  return tf.concat([x, tf.ones<tf.Rank.R3>([networks, rows, 1])], 2);
}

/** @param widths of the inputs, of each hidden layer, and of the outputs, which are bare sums */
export function sideBySide(networks: number, widths: readonly number[], seed = 1): SideBySide {
  const start = startOf(widths, seed);
  const parameters = tf.variable(tf.tensor2d(Array.from({ length: networks }, () => start)));
  const shapes = widths.slice(1).map((outputs, i) => [(widths[i] as number) + 1, outputs] as const);
  const sizes = shapes.map(([inputs, outputs]) => inputs * outputs);
  return {
    parameters,
    forward: (inputs) =>
      tf.tidy(() =>
        tf.split<tf.Tensor2D>(parameters, sizes, 1).reduce((x, numbers, layer) => {
          const weights = tf.reshape(numbers, [networks, ...(shapes[layer] as readonly [number, number])]);
          const sums = tf.matMul(withOne(x), weights) as tf.Tensor3D;
          return layer < sizes.length - 1 ? tf.leakyRelu(sums, leak) : sums;
        }, inputs),
      ),
  };
}
