/** A network of dense layers with ReLU between them, as variables of TensorFlow.js: the same on every visit. */
import { randomFrom } from "../training/random.js";
import { tf } from "./tensorFlow.js";

export interface DenseNetwork {
  /** Rows of the first width to rows of the last; differentiable in what is trained. */
  forward(inputs: tf.Tensor2D): tf.Tensor2D;
  /** What an optimiser trains: weights and biases, layer by layer. */
  readonly variables: tf.Variable[];
  dispose(): void;
}

interface Layer {
  readonly weights: tf.Variable<tf.Rank.R2>;
  readonly bias: tf.Variable<tf.Rank.R1>;
}

/** Normal of variance 2 ÷ inputs, which keeps the size of what ReLU lets pass (K. He et al., 2015). */
function layerOf(inputs: number, outputs: number, normal: () => number): Layer {
  const deviation = Math.sqrt(2 / inputs);
  const start = Float32Array.from({ length: inputs * outputs }, () => deviation * normal());
  return {
    weights: variableOf(() => tf.tensor2d(start, [inputs, outputs])),
    bias: variableOf(() => tf.zeros<tf.Rank.R1>([outputs])),
  };
}

/** Tidied, for a variable leaves the tensor that it begins with to whoever made it. */
function variableOf<R extends tf.Rank>(start: () => tf.Tensor<R>): tf.Variable<R> {
  return tf.tidy(() => tf.variable(start()));
}

/** @param widths of the inputs, of each hidden layer, and of the outputs, which are bare sums */
export function denseNetwork(widths: readonly number[], seed = 1): DenseNetwork {
  const { normal } = randomFrom(seed);
  const layers = widths.slice(1).map((outputs, i) => layerOf(widths[i] as number, outputs, normal));
  const variables = layers.flatMap(({ weights, bias }): tf.Variable[] => [weights, bias]);
  return {
    variables,
    forward: (inputs) =>
      tf.tidy(() =>
        layers.reduce((x, { weights, bias }, i) => {
          const sums = tf.add<tf.Tensor2D>(tf.matMul(x, weights), bias);
          return i < layers.length - 1 ? tf.relu(sums) : sums;
        }, inputs),
      ),
    dispose: () => tf.dispose(variables),
  };
}
