import type { LossCases } from "../case.js";

export const asymmetricSquaredError: LossCases = {
  variants: [{}, { over: 0.5, under: 3 }, { over: 0, under: 1 }],
  rows: [
    {
      source: "by hand: 2·3² too high, 5·2² too low",
      params: { over: 2, under: 5 },
      inputs: { predictions: [3, -2, 1], targets: [0, 0, 1] },
      loss: [18, 20, 0],
      gradients: { predictions: [12, -20, 0], targets: [-12, 20, 0] },
    },
    {
      source: "by hand: at equal prices of 1 it is the squared error",
      inputs: { predictions: [3, -2], targets: [0, 0] },
      loss: [9, 4],
      gradients: { predictions: [6, -4], targets: [-6, 4] },
    },
  ],
};
