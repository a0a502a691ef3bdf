/** TensorFlow.js on its WebGPU backend: `tf.train.adam` by `applyGradients` and by `minimize`, and `valueAndGrad` by hand. */
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-webgpu";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import type { TrainingRow } from "../trainingRows.mjs";
import { learningRates, parameterShapes, type TrainingContestant, type TrainingData } from "./training.js";

type Variables = Readonly<Record<string, tf.Variable>>;
/** One step; answers its loss, if it has one. */
type Step = () => tf.Scalar[];

const makeAdam = (training: TrainingRow["training"]) =>
  // Epsilon as ours; its own default is 1e-7.
  tf.train.adam(learningRates[training], 0.9, 0.999, 1e-8);

const oneHotOf = (labels: Int32Array, classes = 0): tf.Tensor =>
  tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d(labels, "int32"), classes), "float32"));

const steps: Record<TrainingRow["training"], (row: TrainingRow, data: TrainingData, all: Variables) => Step> =
  {
    adam({ training }, { gradients }, variables) {
      const optimizer = makeAdam(training);
      const named = Object.entries(variables).map(([name, variable]) => ({
        name: variable.name,
        tensor: tf.tensor(gradients[name] ?? new Float32Array()),
      }));
      return () => {
        optimizer.applyGradients(named);
        return [];
      };
    },

    softmaxRegression({ training, shape }, { inputs, labels }, variables) {
      const [rows = 0, features = 0, classes = 0] = shape;
      const optimizer = makeAdam(training);
      const x = tf.tensor2d(inputs, [rows, features]);
      const oneHot = oneHotOf(labels, classes);
      const { weightMatrix, bias } = variables as Record<"weightMatrix" | "bias", tf.Variable>;
      const loss = () =>
        tf.losses.softmaxCrossEntropy(
          oneHot,
          tf.add(tf.matMul(x, weightMatrix as tf.Tensor2D), bias),
        ) as tf.Scalar;
      return () => [optimizer.minimize(loss, true, [weightMatrix, bias]) as tf.Scalar];
    },

    softmaxDescent({ training, shape }, { labels }, variables) {
      const { logits } = variables as Record<"logits", tf.Variable>;
      const oneHot = oneHotOf(labels, shape[1]);
      const run = tf.valueAndGrad((x) => tf.losses.softmaxCrossEntropy(oneHot, x) as tf.Scalar);
      return () => {
        const { value, grad } = run(logits);
        logits.assign(tf.sub(logits, tf.mul(grad, learningRates[training])));
        return [value as tf.Scalar];
      };
    },
  };

export const tensorflowTraining: TrainingContestant = {
  name: "TensorFlow.js",
  async enter(row, data) {
    if (!(await tf.setBackend("webgpu"))) throw new Error("TensorFlow.js found no WebGPU");
    const shapes = parameterShapes(row);
    const variables = Object.fromEntries(
      Object.entries(data.parameters).map(([name, values]) => [
        name,
        tf.variable(tf.tensor(values, shapes[name])),
      ]),
    );
    const first = Object.values(variables)[0] as tf.Variable;
    const step = steps[row.training](row, data, variables);
    const read = async (count: number): Promise<Float32Array> => {
      const some = tf.tidy(() => tf.slice(tf.reshape(first, [first.size]), 0, count));
      const values = (await some.data()) as Float32Array;
      some.dispose();
      return values;
    };
    return {
      async run(count) {
        let losses: tf.Scalar[] = [];
        for (let i = 0; i < count; i++) {
          tf.dispose(losses);
          losses = tf.tidy(step);
        }
        // Submits what is pending, the last step with it, and waits for it.
        const [, loss] = await Promise.all([read(1), losses[0]?.data()]);
        tf.dispose(losses);
        return loss?.[0];
      },
      sample: read,
      dispose: () => tf.disposeVariables(),
    };
  },
};
