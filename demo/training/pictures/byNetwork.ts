/**
 * The pixels are the parameters, and what is compared are a network's features: TensorFlow.js carries the slopes of
 * the loss from the features back to the pixels, and Adam moves them there. Nothing leaves the device.
 */
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import { type Engine, tensor } from "fusedloss";
import { tfLoss } from "fusedloss/tfjs";
import { submit } from "../../jobs/gpu.js";
import { type Picture, shape } from "../../model/pictures/picture.js";
import type { FeatureNetwork } from "../../network/featureNetwork.js";
import { tf } from "../../network/tensorFlow.js";
import { adamOfPixels } from "./adamOfPixels.js";
import type { Easel } from "./easel.js";
import type { FeatureLoss } from "./lossesOfPictures.js";

export async function byNetwork(
  engine: Engine,
  { sights, loss }: FeatureLoss,
  network: FeatureNetwork,
  start: Picture,
  target: Picture,
): Promise<Easel> {
  const featuresOf = (images: Tensor, role: string): Record<string, Tensor> =>
    Object.fromEntries(
      Object.entries(network(images, sights)).map(([name, maps]) => [`${role}.${name}`, maps]),
    );
  const targets = tf.tidy(() => featuresOf(tf.tensor(target.pixels, [...shape]), "targets"));
  const shapes = Object.entries(targets).flatMap(([name, { shape: given }]) => [
    [name, given],
    [name.replace("targets", "predictions"), given],
  ]);
  const [compiled, optimizer] = await Promise.all([
    tfLoss(engine, loss(), Object.fromEntries(shapes)),
    engine.optimizer(adamOfPixels(), { predictions: tensor(start.pixels, shape) }),
  ]);
  const { data: buffer } = optimizer.parameters.predictions;
  const descend = tf.valueAndGrad(
    (pixels: Tensor) => compiled({ ...featuresOf(pixels, "predictions"), ...targets }) as Scalar,
  );
  /** Loss and slopes of the pixels where Adam has them. */
  const look = () => {
    const pixels = tf.tensor({ buffer, zeroCopy: true }, [...shape], "float32");
    const { value, grad } = descend(pixels);
    // This also submits what TensorFlow.js has put off till now.
    const { buffer: slopes, tensorRef } = grad.dataToGPU();
    const forget = () => tf.dispose([pixels, value, grad, tensorRef]);
    return { value, slopes, forget };
  };
  let seen = look();
  return {
    advance(steps, rateAt) {
      for (let step = 0; step < steps; step++) {
        optimizer.learningRate = rateAt(step);
        submit(engine.device, (encoder) =>
          optimizer.encode(encoder, { predictions: seen.slopes as GPUBuffer }),
        );
        seen.forget();
        seen = look();
      }
    },
    async see() {
      const [value, { parameters }] = await Promise.all([seen.value.data(), optimizer.read()]);
      return { loss: value[0] as number, pixels: parameters.predictions };
    },
    destroy() {
      seen.forget();
      tf.dispose(targets);
      for (const made of [compiled, optimizer]) made.destroy();
    },
  };
}
