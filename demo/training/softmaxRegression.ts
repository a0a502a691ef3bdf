/** Softmax regression: ten scores for a picture, each a sum of its pixels with weights of its own. */
import { type Engine, softmaxCrossEntropy } from "fusedloss";
import { digits, type Pictures } from "./digits.js";
import { linearClassifier } from "./linearClassifier.js";
import { scoresOf } from "./scoresOf.js";
import { type Course, train } from "./train.js";

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
  const task = { loss: softmaxCrossEntropy(), classes: digits, learningRate: 0.02 };
  const model = await linearClassifier(engine, shown, task);
  const { losses, parameters } = await train(engine, model, course);
  model.destroy();
  const { weightMatrix: weights, bias } = parameters as { weightMatrix: Float32Array; bias: Float32Array };
  return { weights, losses, accuracy: accuracyOf(held, weights, bias) };
}

/** The share of pictures whose largest score is that of their digit. */
export function accuracyOf({ images, labels }: Pictures, weights: Float32Array, bias: Float32Array): number {
  const scores = scoresOf(images, weights, bias);
  const right = labels.filter((label, row) => {
    const own = scores.subarray(digits * row, digits * (row + 1));
    return own.indexOf(Math.max(...own)) === label;
  });
  return right.length / labels.length;
}
