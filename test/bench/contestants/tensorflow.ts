/** TensorFlow.js on its WebGPU backend: `tf.losses`, reduced to the mean, differentiated by `valueAndGrad`. */

import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-webgpu";
// The core alone cannot differentiate; the package `@tensorflow/tfjs` imports this too.
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import { elementsOf, type Row } from "../rows.mjs";
import { type Contestant, formOf, type HostInputs, shapeOf } from "./contestant.js";

const mean = tf.Reduction.MEAN;

type Formula = (inputs: readonly tf.Tensor[]) => (values: tf.Tensor) => tf.Scalar;

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
  softmaxCrossEntropy:
    ([oneHot]) =>
    (values) =>
      tf.losses.softmaxCrossEntropy(oneHot!, values, undefined, 0, mean),
};

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
      formOf(formulas, row);
      const tensors = sets.map((set) => toTensors(row, set));
      const steps = tensors.map(([, ...rest]) => tf.valueAndGrad(formOf(formulas, row)(rest)));
      const step = (set: number) => steps[set]!(tensors[set]![0]!);
      return {
        form: `tf.losses${row.loss === "softmaxCrossEntropy" ? ", one-hot" : ""}`,
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
