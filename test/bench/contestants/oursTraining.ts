/** fusedloss: ten steps to a submit, the loss of each kept on the GPU. */
import { adam, createEngine, linear, softmaxCrossEntropy, tensor } from "fusedloss";
import { storageUsage } from "../../../demo/bench/copy.js";
import { learningRate, type TrainingContestant } from "./training.js";

const perSubmit = 10;

export const oursTraining: TrainingContestant = {
  name: "fusedloss",
  async enter({ training, shape, steps }, { parameters, gradients, inputs, labels }) {
    const engine = await createEngine();
    const { device } = engine;
    const upload = (data: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>) => {
      const buffer = device.createBuffer({ size: data.byteLength, usage: storageUsage });
      device.queue.writeBuffer(buffer, 0, data);
      return buffer;
    };
    const [rows = 0, features = 0, classes = 0] = shape;
    const shapes = {
      inputs: [rows, features],
      weightMatrix: [features, classes],
      bias: [classes],
      labels: [rows],
    };
    const optimizer = await engine.optimizer(
      adam({ learningRate }),
      Object.fromEntries(
        Object.entries(parameters).map(([name, values]) => [
          name,
          tensor(values, name === "weightMatrix" ? shapes.weightMatrix : [values.length]),
        ]),
      ),
    );
    const curve = device.createBuffer({ size: 4 * steps, usage: storageUsage });
    let encode: (encoder: GPUCommandEncoder, done: number) => void;
    if (training === "adam") {
      const given = Object.fromEntries(
        Object.entries(gradients).map(([name, values]) => [name, upload(values)]),
      );
      encode = (encoder) => optimizer.encode(encoder, given);
    } else {
      const step = await engine.compile(linear(softmaxCrossEntropy()), shapes, {
        gradients: ["weightMatrix", "bias"],
      });
      const data = { inputs: upload(inputs), labels: upload(labels) };
      encode = (encoder, done) => {
        step.encode(encoder, { ...data, ...optimizer.parameters });
        optimizer.encode(encoder, step.gradients);
        encoder.copyBufferToBuffer(step.loss, 0, curve, 4 * done, 4);
      };
    }
    return {
      async run(count) {
        for (let done = 0; done < count; ) {
          const encoder = device.createCommandEncoder();
          for (let i = 0; i < perSubmit && done < count; i++, done++) encode(encoder, done);
          device.queue.submit([encoder.finish()]);
        }
        await device.queue.onSubmittedWorkDone();
      },
      async sample(count) {
        const [first = new Float32Array()] = Object.values((await optimizer.read()).parameters);
        return first.slice(0, count);
      },
      dispose: () => engine.destroy(),
    };
  },
};
