/** Scores for a picture, each a sum of its pixels with weights of its own: whatever the loss, in one command buffer. */
import { adam, type Engine, type Loss, linear, tensor } from "fusedloss";
import { upload } from "../jobs/gpu.js";
import { pixelsPerPicture, type WeightedPictures } from "./digits.js";
import type { Model } from "./train.js";

const batch = 256;

/** What is to be learned of pictures. */
export interface LinearTask {
  readonly loss: Loss;
  readonly classes: number;
  /** Of the first step; from there it falls to none at the end. */
  readonly learningRate: number;
}

export interface LinearClassifier extends Required<Model> {
  destroy(): void;
}

/** All weights begin as 0. */
export async function linearClassifier(
  engine: Engine,
  { images, labels, weights }: WeightedPictures,
  { loss, classes, learningRate }: LinearTask,
): Promise<LinearClassifier> {
  const shapes = {
    inputs: [batch, pixelsPerPicture],
    weightMatrix: [pixelsPerPicture, classes],
    bias: [classes],
    labels: [batch],
    ...(weights && { weights: [batch] }),
  };
  const gradients = ["weightMatrix", "bias"] as const;
  const zeros = {
    weightMatrix: tensor(new Float32Array(pixelsPerPicture * classes), shapes.weightMatrix),
    bias: new Float32Array(classes),
  };
  const [compiled, optimizer] = await Promise.all([
    engine.compile(linear(loss), shapes, { gradients }),
    engine.optimizer(adam({ learningRate, weightDecay: 1e-3 }), zeros),
  ]);
  const pixels = upload(engine.device, images, "pictures");
  const truth = upload(engine.device, labels, "labels");
  const each = weights && upload(engine.device, weights, "weights");
  const batches = Math.floor(labels.length / batch);
  // A batch is where it is: nothing is copied.
  const data = (step: number) => {
    const first = batch * (step % batches);
    const offset = 4 * first;
    return {
      inputs: tensor(pixels, shapes.inputs, { offset: offset * pixelsPerPicture }),
      labels: tensor(truth, shapes.labels, { dtype: "i32", offset }),
      ...(each && { weights: tensor(each, shapes.labels, { offset }) }),
    };
  };
  const destroy = () => {
    for (const made of [compiled, optimizer, pixels, truth, each]) made?.destroy();
  };
  return { loss: compiled, optimizer, data, rate: (done) => learningRate * (1 - done), destroy };
}
