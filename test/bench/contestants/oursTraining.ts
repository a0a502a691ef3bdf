/** fusedloss: many steps to a submit, the loss of each kept on the GPU. */
import { adam, createEngine, type Engine, linear, sgd, softmaxCrossEntropy, tensor } from "fusedloss";
import { storageUsage } from "../../../demo/bench/copy.js";
import type { TrainingRow } from "../trainingRows.mjs";
import { learningRates, parameterShapes, type TrainingContestant, type TrainingData } from "./training.js";

/** A submit of large steps would be long; small ones are the better the more of them there are. */
const perSubmit = { adam: 10, softmaxRegression: 10, softmaxDescent: 100 };

/** The loss of a step by its parameters, compiled; of an optimiser alone there is none. */
function compileLoss(engine: Engine, { training, shape }: TrainingRow) {
  const [rows = 0, features = 0] = shape;
  if (training === "adam") return undefined;
  if (training === "softmaxDescent")
    return engine.compile(softmaxCrossEntropy(), { logits: shape, labels: [rows] });
  const shapes = {
    inputs: [rows, features],
    labels: [rows],
    ...parameterShapes({ training, shape, steps: 0 }),
  };
  return engine.compile(linear(softmaxCrossEntropy()), shapes, { gradients: ["weightMatrix", "bias"] });
}

function upload(device: GPUDevice, data: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>): GPUBuffer {
  const buffer = device.createBuffer({ size: data.byteLength, usage: storageUsage });
  device.queue.writeBuffer(buffer, 0, data);
  return buffer;
}

/** What a step reads beside its parameters. */
function dataOf(device: GPUDevice, training: TrainingRow["training"], { inputs, labels }: TrainingData) {
  const given = training === "softmaxRegression" ? { inputs, labels } : { labels };
  return Object.fromEntries(Object.entries(given).map(([name, data]) => [name, upload(device, data)]));
}

export const oursTraining: TrainingContestant = {
  name: "fusedloss",
  async enter(row, data) {
    const { training, steps } = row;
    const engine = await createEngine();
    const { device } = engine;
    const learningRate = learningRates[training];
    const shapes = parameterShapes(row);
    const optimizer = await engine.optimizer(
      training === "softmaxDescent" ? sgd({ learningRate }) : adam({ learningRate }),
      Object.fromEntries(
        Object.entries(data.parameters).map(([name, values]) => [name, tensor(values, shapes[name])]),
      ),
    );
    const step = await compileLoss(engine, row);
    const curve = device.createBuffer({ size: 4 * steps, usage: storageUsage });
    const given = Object.fromEntries(
      Object.entries(data.gradients).map(([name, values]) => [name, upload(device, values)]),
    );
    const inputs = step ? dataOf(device, training, data) : {};
    const encode = (encoder: GPUCommandEncoder, done: number) => {
      step?.encode(encoder, { ...inputs, ...optimizer.parameters });
      optimizer.encode(encoder, step?.gradients ?? given);
      if (step) encoder.copyBufferToBuffer(step.loss, 0, curve, 4 * done, 4);
    };
    return {
      async run(count) {
        for (let done = 0; done < count; ) {
          const encoder = device.createCommandEncoder();
          for (let i = 0; i < perSubmit[training] && done < count; i++, done++) encode(encoder, done);
          device.queue.submit([encoder.finish()]);
        }
        if (step) return (await step.read()).loss as number;
        await device.queue.onSubmittedWorkDone();
        return undefined;
      },
      async sample(count) {
        const [first = new Float32Array()] = Object.values((await optimizer.read()).parameters);
        return first.slice(0, count);
      },
      dispose: () => engine.destroy(),
    };
  },
};
