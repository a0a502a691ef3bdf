/** Softmax regression: ten scores for a picture, each a sum of its pixels with weights of its own. */
import { adam, type Engine, linear, softmaxCrossEntropy, tensor } from "fusedloss";
import { upload } from "../jobs/gpu.js";
import { digits, type Pictures, pixelsPerPicture } from "./digits.js";
import { type Course, train } from "./train.js";

const batch = 256;
/** Large steps at first, and none at the end. */
const firstRate = 0.02;
const rate = (done: number) => firstRate * (1 - done);

export interface Reader {
  /** [784, 10]: how much each pixel speaks for each digit. */
  readonly weights: Float32Array;
  readonly losses: Float32Array;
  /** The share of the pictures held out that are read as what they are. */
  readonly accuracy: number;
}

export async function softmaxRegression(
  engine: Engine,
  { train: shown, held }: { readonly train: Pictures; readonly held: Pictures },
  course: Course,
): Promise<Reader> {
  const shapes = {
    inputs: [batch, pixelsPerPicture],
    weightMatrix: [pixelsPerPicture, digits],
    bias: [digits],
    labels: [batch],
  };
  const gradients = ["weightMatrix", "bias"];
  const zeros = {
    weightMatrix: tensor(new Float32Array(pixelsPerPicture * digits), shapes.weightMatrix),
    bias: new Float32Array(digits),
  };
  const [loss, optimizer] = await Promise.all([
    engine.compile(linear(softmaxCrossEntropy()), shapes, { gradients }),
    engine.optimizer(adam({ learningRate: firstRate, weightDecay: 1e-3 }), zeros),
  ]);
  const images = upload(engine.device, shown.images, "pictures");
  const labels = upload(engine.device, shown.labels, "labels");
  const batches = Math.floor(shown.labels.length / batch);
  // A batch is where it is: nothing is copied.
  const data = (step: number) => {
    const first = batch * (step % batches);
    return {
      inputs: tensor(images, shapes.inputs, { offset: 4 * pixelsPerPicture * first }),
      labels: tensor(labels, shapes.labels, { dtype: "i32", offset: 4 * first }),
    };
  };
  const { losses, parameters } = await train(engine, { loss, optimizer, data, rate }, course);
  for (const made of [loss, optimizer, images, labels]) made.destroy();
  const { weightMatrix: weights, bias } = parameters as { weightMatrix: Float32Array; bias: Float32Array };
  return { weights, losses, accuracy: accuracyOf(held, weights, bias) };
}

/** The share of pictures whose largest score is that of their digit. */
export function accuracyOf({ images, labels }: Pictures, weights: Float32Array, bias: Float32Array): number {
  let right = 0;
  for (const [row, label] of labels.entries()) {
    const scores = Float64Array.from(bias);
    for (let pixel = 0; pixel < pixelsPerPicture; pixel++) {
      const ink = images[pixelsPerPicture * row + pixel] as number;
      if (ink === 0) continue;
      for (let digit = 0; digit < digits; digit++)
        scores[digit] = (scores[digit] as number) + ink * (weights[digits * pixel + digit] as number);
    }
    if (scores.indexOf(Math.max(...scores)) === label) right++;
  }
  return right / labels.length;
}
