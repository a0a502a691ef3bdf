/** TensorFlow.js on its WebGPU backend: `tf.train.adam`, by `applyGradients` and by `minimize`. */
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-webgpu";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import { learningRate, type TrainingContestant } from "./training.js";

export const tensorflowTraining: TrainingContestant = {
  name: "TensorFlow.js",
  async enter({ training, shape }, { parameters, gradients, inputs, labels }) {
    if (!(await tf.setBackend("webgpu"))) throw new Error("TensorFlow.js found no WebGPU");
    const [rows = 0, features = 0, classes = 0] = shape;
    // Epsilon as ours; its own default is 1e-7.
    const optimizer = tf.train.adam(learningRate, 0.9, 0.999, 1e-8);
    const variables = Object.fromEntries(
      Object.entries(parameters).map(([name, values]) => [
        name,
        tf.variable(tf.tensor(values, name === "weightMatrix" ? [features, classes] : [values.length])),
      ]),
    );
    const first = Object.values(variables)[0] as tf.Variable;
    let step: () => void;
    if (training === "adam") {
      const named = Object.entries(variables).map(([name, variable]) => ({
        name: variable.name,
        tensor: tf.tensor(gradients[name] ?? new Float32Array()),
      }));
      step = () => optimizer.applyGradients(named);
    } else {
      const x = tf.tensor2d(inputs, [rows, features]);
      const oneHot = tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d(labels, "int32"), classes), "float32"));
      const { weightMatrix, bias } = variables as Record<"weightMatrix" | "bias", tf.Variable>;
      const list = [weightMatrix, bias];
      step = () =>
        void optimizer.minimize(
          () =>
            tf.losses.softmaxCrossEntropy(
              oneHot,
              tf.add(tf.matMul(x, weightMatrix as tf.Tensor2D), bias),
            ) as tf.Scalar,
          false,
          list,
        );
    }
    const read = async (count: number): Promise<Float32Array> => {
      const some = tf.tidy(() => tf.slice(tf.reshape(first, [first.size]), 0, count));
      const values = (await some.data()) as Float32Array;
      some.dispose();
      return values;
    };
    return {
      async run(count) {
        for (let i = 0; i < count; i++) tf.tidy(step);
        // Submits what is pending, and waits for it.
        await read(1);
      },
      sample: read,
      dispose: () => tf.disposeVariables(),
    };
  },
};
