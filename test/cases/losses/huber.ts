import type { LossCases } from "../case.js";

export const huber: LossCases = {
  variants: [{}, { delta: 0.25 }],
  rows: [
    {
      source: "the definition, by hand: ½·0.5², 1·(2 − ½), at the joint ½·1²",
      inputs: { predictions: [0.5, 2, -1], targets: [0, 0, 0] },
      loss: [0.125, 1.5, 0.5],
      gradients: { predictions: [0.5, 1, -1], targets: [-0.5, -1, 1] },
    },
  ],
};
