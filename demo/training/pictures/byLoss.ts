/** The pixels are the parameters: loss, gradient and step in one command buffer, all steps of a turn in one submit. */
import { type Engine, type Loss, tensor } from "fusedloss";
import { submit, upload } from "../../jobs/gpu.js";
import { type Picture, shape } from "../../model/pictures/picture.js";
import { adamOfPixels } from "./adamOfPixels.js";
import type { Easel } from "./easel.js";

export async function byLoss(engine: Engine, loss: Loss, start: Picture, targets: Picture): Promise<Easel> {
  const { device } = engine;
  const [compiled, optimizer] = await Promise.all([
    engine.compile(loss, { predictions: shape, targets: shape }, { gradients: ["predictions"] }),
    engine.optimizer(adamOfPixels(), { predictions: tensor(start.pixels, shape) }),
  ]);
  const buffer = upload(device, targets.pixels, "targets");
  const look = (encoder: GPUCommandEncoder) =>
    compiled.encode(encoder, { ...optimizer.parameters, targets: buffer });
  submit(device, look);
  return {
    advance(steps, rateAt) {
      submit(device, (encoder) => {
        for (let step = 0; step < steps; step++) {
          optimizer.learningRate = rateAt(step);
          optimizer.encode(encoder, compiled.gradients);
          look(encoder);
        }
      });
    },
    async see() {
      const [{ loss: value }, { parameters }] = await Promise.all([compiled.read(), optimizer.read()]);
      return { loss: value as number, pixels: parameters.predictions };
    },
    destroy() {
      for (const made of [compiled, optimizer, buffer]) made.destroy();
    },
  };
}
