/** A network with a layer between, by TensorFlow.js; its loss and the gradient of its scores by ours. */
import type { Engine } from "fusedloss";
import { tfLoss } from "fusedloss/tfjs";
import { denseNetwork } from "../../network/dense.js";
import { tf } from "../../network/tensorFlow.js";
import { pixelsPerPicture } from "../digits.js";
import type { Assignment, Classifier } from "./classifier.js";

const batch = 128;
const hidden = 32;
const learningRate = 2e-3;

/** @param engine on TensorFlow.js's device */
export async function network(
  engine: Engine,
  { shown, held, classes, loss, scores }: Assignment,
): Promise<Classifier> {
  const shapes = { [scores]: [batch, classes], labels: [batch], ...(shown.weights && { weights: [batch] }) };
  const judge = await tfLoss(engine, loss, shapes, { gradients: [scores] });
  const model = denseNetwork([pixelsPerPicture, hidden, classes], 5);
  const optimizer = tf.train.adam(learningRate);
  const pictures = (images: Float32Array) =>
    tf.tensor2d(images, [images.length / pixelsPerPicture, pixelsPerPicture]);
  const [images, unseen] = [pictures(shown.images), pictures(held.images)];
  const labels = tf.tensor1d(shown.labels, "int32");
  const weights = shown.weights && tf.tensor1d(shown.weights);
  const batches = Math.floor(shown.labels.length / batch);
  let done = 0;

  const step = () => {
    const first = batch * (done++ % batches);
    const cost = () =>
      judge({
        [scores]: model.forward(tf.slice(images, [first, 0], [batch, pixelsPerPicture])),
        labels: tf.slice(labels, first, batch),
        ...(weights && { weights: tf.slice(weights, first, batch) }),
      }) as tf.Scalar;
    return optimizer.minimize(cost, true, model.variables) as tf.Scalar;
  };

  return {
    async train(steps) {
      const costs = tf.tidy(() => tf.stack(Array.from({ length: steps }, step)));
      const losses = await costs.data<"float32">();
      costs.dispose();
      return losses;
    },
    async scores() {
      const all = model.forward(unseen);
      const rows = Float32Array.from(await all.data());
      all.dispose();
      return rows;
    },
    destroy() {
      judge.destroy();
      model.dispose();
      optimizer.dispose();
      tf.dispose([images, unseen, labels, ...(weights ? [weights] : [])]);
    },
  };
}
