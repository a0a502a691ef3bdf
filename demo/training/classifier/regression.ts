/** Weighted sums of the pixels: loss, gradient and step of many steps in one command buffer, nothing read between. */
import type { Engine } from "fusedloss";
import { linearClassifier } from "../linearClassifier.js";
import { scoresOf } from "../scoresOf.js";
import { train } from "../train.js";
import type { Assignment, Classifier } from "./classifier.js";

const learningRate = 5e-3;

export async function regression(
  engine: Engine,
  { shown, held, classes, loss, steps: all }: Assignment,
): Promise<Classifier> {
  const model = await linearClassifier(engine, shown, { loss, classes, learningRate });
  let done = 0;
  return {
    async train(steps) {
      const first = done;
      done += steps;
      const now = {
        ...model,
        data: (step: number) => model.data(first + step),
        rate: (share: number) => model.rate((first + share * steps) / all),
      };
      return (await train(engine, now, { steps, perSubmit: steps })).losses;
    },
    async scores() {
      const { weightMatrix, bias } = (await model.optimizer.read()).parameters;
      return scoresOf(held.images, weightMatrix as Float32Array, bias as Float32Array);
    },
    destroy: model.destroy,
  };
}
