/** TensorFlow.js on its WebGPU backend: `tf.losses`, reduced to the mean, differentiated by `valueAndGrad`. */

import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-webgpu";
// The core alone cannot differentiate; the package `@tensorflow/tfjs` imports this too.
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import { elementsOf, gradientsOf, inputsOf, type Row } from "../rows.js";
import { type Contestant, classesOf, formOf, type HostInputs } from "./contestant.js";

const mean = tf.Reduction.MEAN;

type Formula = (inputs: readonly tf.Tensor[]) => (values: tf.Tensor) => tf.Scalar;

/** The default of infoNce. */
const temperature = 0.07;

/** Rows of unit length. */
const unit = (x: tf.Tensor): tf.Tensor => tf.div(x, tf.sqrt(tf.sum(tf.square(x), -1, true)));

const formulas: Record<string, Formula> = {
  mse:
    ([targets]) =>
    (values) =>
      tf.losses.meanSquaredError(targets!, values, undefined, mean),
  huber:
    ([targets]) =>
    (values) =>
      tf.losses.huberLoss(targets!, values, undefined, 1, mean),
  binaryCrossEntropyWithLogits:
    ([targets]) =>
    (values) =>
      tf.losses.sigmoidCrossEntropy(targets!, values, undefined, 0, mean),
  infoNce:
    ([keys]) =>
    (queries) => {
      const all = tf.mul(tf.matMul(unit(queries), unit(keys!), false, true), 1 / temperature);
      const own = tf.sum(tf.mul(unit(queries), unit(keys!)), -1);
      return tf.mean(tf.sub(tf.logSumExp(all, -1), tf.mul(own, 1 / temperature))) as tf.Scalar;
    },
  linear:
    ([weights, oneHot]) =>
    (values) =>
      tf.losses.softmaxCrossEntropy(
        oneHot!,
        tf.matMul(values as tf.Tensor2D, weights as tf.Tensor2D),
        undefined,
        0,
        mean,
      ),
  softmaxCrossEntropy:
    ([oneHot]) =>
    (values) =>
      tf.losses.softmaxCrossEntropy(oneHot!, values, undefined, 0, mean),
  ssim:
    ([targets]) =>
    (values) =>
      ssim(values, targets!),
};

/** How it is written down there, where not by `tf.losses` alone. */
const formNames: Record<string, string> = {
  softmaxCrossEntropy: "tf.losses, one-hot",
  linear: "matMul, tf.losses, one-hot",
  ssim: "separable tf.conv2d",
  infoNce: "matMul, logSumExp, row sums",
};

/** The mean of 1 − SSIM of one-channel images, from separable convolutions. */
function ssim(x: tf.Tensor, y: tf.Tensor): tf.Scalar {
  const [images = 1, channels = 1, height = 1, width = 1] = x.shape;
  const maps = (z: tf.Tensor): tf.Tensor4D => tf.reshape(z, [images * channels, height, width, 1]);
  const taps = tf.softmax(tf.mul(tf.square(tf.range(-5, 6)), -0.5 / 1.5 ** 2)) as tf.Tensor1D;
  const blur = (z: tf.Tensor4D): tf.Tensor4D =>
    tf.conv2d(
      tf.conv2d(z, tf.reshape(taps, [1, 11, 1, 1]), 1, "valid"),
      tf.reshape(taps, [11, 1, 1, 1]),
      1,
      "valid",
    );
  const [a, b] = [maps(x), maps(y)];
  const [meanA, meanB] = [blur(a), blur(b)];
  const [squareA, squareB, product] = [tf.square(meanA), tf.square(meanB), tf.mul(meanA, meanB)];
  const covariance = tf.sub(blur(tf.mul(a, b)), product);
  const variances = tf.sub(blur(tf.add(tf.square(a), tf.square(b))), tf.add(squareA, squareB));
  const light = tf.div(tf.add(tf.mul(product, 2), 1e-4), tf.add(tf.add(squareA, squareB), 1e-4));
  const structure = tf.div(tf.add(tf.mul(covariance, 2), 9e-4), tf.add(variances, 9e-4));
  return tf.sub(1, tf.mean(tf.mul(light, structure)));
}

/** Its cross entropy takes no labels; the one-hot table is made beforehand and not timed. */
function toTensors(row: Row, inputs: HostInputs): tf.Tensor[] {
  return inputsOf(row).map(({ name, shape }) => {
    const data = inputs[name]!;
    if (name !== "labels") return tf.tensor(data, shape, "float32");
    return tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d(data, "int32"), classesOf(row)), "float32"));
  });
}

interface Stepped {
  readonly value: tf.Tensor;
  readonly grad: tf.Tensor;
  /** Gradients beside that of the first input. */
  readonly others: readonly tf.Tensor[];
}

/** Value and gradients of a row, by the first input or by the first two. */
function stepOf(row: Row, [first, second, ...rest]: readonly tf.Tensor[]): () => Stepped {
  const formula = formOf(formulas, row);
  if (gradientsOf(row).length === 1) {
    const run = tf.valueAndGrad(formula([second!, ...rest]));
    return () => ({ ...run(first!), others: [] });
  }
  const run = tf.valueAndGrads(((x: tf.Tensor, w: tf.Tensor) => formula([w, ...rest])(x)) as never);
  return () => {
    const { value, grads } = run([first!, second!]);
    const [grad, ...others] = grads;
    return { value, grad: grad!, others };
  };
}

export const tensorflow: Contestant = {
  name: "TensorFlow.js",
  inputBytes: (row) => 8 * elementsOf(row),
  start: async () => {
    if (!(await tf.setBackend("webgpu"))) throw new Error("TensorFlow.js found no WebGPU");
    return (tf.backend() as unknown as WebGPUBackend).device;
  },
  enter: (row, sets) => [
    async () => {
      formOf(formulas, row);
      const tensors = sets.map((set) => toTensors(row, set));
      const steps = tensors.map((own) => stepOf(row, own));
      const step = (set: number) => steps[set]!();
      return {
        form: formNames[row.loss] ?? "tf.losses",
        run: async (set) => {
          const { value, grad, others } = step(set);
          // Submits what is pending, the gradient's kernels among it, and waits for all of it.
          const [loss] = await value.data();
          tf.dispose([value, grad, ...others]);
          return loss!;
        },
        check: async (set) => {
          const { value, grad, others } = step(set);
          const found = [value, grad, ...others];
          const [[loss], gradient, ...rest] = await Promise.all(found.map((one) => one.data()));
          tf.dispose(found);
          return { loss: loss!, gradient: gradient!, others: rest };
        },
        dispose: () => tf.dispose(tensors),
      };
    },
  ],
};
