import type { LossCases } from "../case.js";

export const asymmetricAbsoluteError: LossCases = {
  variants: [{}, { over: 0.5, under: 3 }, { over: 0, under: 1 }],
  rows: [
    {
      source: "by hand: 2·3 too high, 5·2 too low; the gradient at 0 is 0 (API.md)",
      params: { over: 2, under: 5 },
      inputs: { predictions: [3, -2, 1], targets: [0, 0, 1] },
      loss: [6, 10, 0],
      gradients: { predictions: [2, -5, 0], targets: [-2, 5, 0] },
    },
    {
      source: "by hand: the newsvendor's, with over = 1 − q and under = q the quantile loss",
      params: { over: 0.25, under: 0.75 },
      inputs: { predictions: [0, 4], targets: [4, 0] },
      loss: [3, 1],
      gradients: { predictions: [-0.75, 0.25], targets: [0.75, -0.25] },
    },
  ],
};
