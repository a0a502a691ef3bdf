/** TensorFlow.js on its WebGPU backend: `tf.losses`, reduced to the mean, differentiated by `valueAndGrad`. */

import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-webgpu";
// The core alone cannot differentiate; the package `@tensorflow/tfjs` imports this too.
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import { elementsOf, type Row } from "../rows.mjs";
import { type Contestant, type HostInputs, shapeOf } from "./contestant.js";

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
  softmaxCrossEntropy:
    ([oneHot]) =>
    (values) =>
      tf.losses.softmaxCrossEntropy(oneHot!, values, undefined, 0, mean),
};

function formOf({ loss }: Row): string {
  if (loss === "infoNce") return "matMul, logSumExp, row sums";
  return `tf.losses${loss === "softmaxCrossEntropy" ? ", one-hot" : ""}`;
}

/** Its cross entropy takes no labels; the one-hot table is made beforehand and not timed. */
function toTensors(row: Row, inputs: HostInputs): tf.Tensor[] {
  return Object.entries(inputs).map(([name, data]) => {
    if (name !== "labels") return tf.tensor(data, row.shape, "float32");
    return tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d(data, "int32"), shapeOf(row)[1]), "float32"));
  });
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
      const tensors = sets.map((set) => toTensors(row, set));
      const steps = tensors.map(([, ...rest]) => tf.valueAndGrad(formulas[row.loss]!(rest)));
      const step = (set: number) => steps[set]!(tensors[set]![0]!);
      return {
        form: formOf(row),
        run: async (set) => {
          const { value, grad } = step(set);
          // Submits what is pending, the gradient's kernels among it, and waits for all of it.
          const [loss] = await value.data();
          tf.dispose([value, grad]);
          return loss!;
        },
        check: async (set) => {
          const { value, grad } = step(set);
          const [[loss], gradient] = await Promise.all([value.data(), grad.data()]);
          tf.dispose([value, grad]);
          return { loss: loss!, gradient };
        },
        dispose: () => tf.dispose(tensors),
      };
    },
  ],
};
