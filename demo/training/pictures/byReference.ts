/** The same on the CPU, in float64, for who has no GPU. */
import { type Loss, type OptimizerState, tensor } from "fusedloss";
import { evaluate, step } from "fusedloss/reference";
import { type Picture, shape } from "../../model/pictures/picture.js";
import { adamOfPixels } from "./adamOfPixels.js";
import type { Easel } from "./easel.js";

export function byReference(loss: Loss, start: Picture, targets: Picture): Easel {
  let pixels = start.pixels;
  let state: OptimizerState | undefined;
  const look = () =>
    evaluate(loss, { predictions: tensor(pixels, shape), targets: tensor(targets.pixels, shape) });
  let seen = look();
  return {
    advance(steps, rateAt) {
      for (let i = 0; i < steps; i++) {
        const gradients = { predictions: seen.gradients.predictions as Float64Array };
        const moved = step(adamOfPixels(rateAt(i)), {
          parameters: { predictions: pixels },
          gradients,
          state,
        });
        pixels = Float32Array.from(moved.parameters.predictions);
        ({ state } = moved);
        seen = look();
      }
    },
    see: async () => ({ loss: seen.loss as number, pixels }),
    destroy() {},
  };
}
