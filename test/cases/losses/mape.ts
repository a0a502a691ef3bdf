import type { LossCases } from "../case.js";

export const mape: LossCases = {
  variants: [{}, { epsilon: 0.5 }],
  rows: [
    {
      source: "Keras losses_test.py, MeanAbsolutePercentageErrorTest.test_unweighted",
      inputs: { targets: [1, 9, 2, -5, -2, 6], predictions: [4, 8, 12, 8, 1, 3] },
      reduction: "mean",
      loss: 211.8518,
      within: 1e-4,
    },
    {
      source: "by hand; the gradient at 0 is 0 (API.md)",
      inputs: { targets: [4, -4, 5], predictions: [5, -5, 5] },
      loss: [25, 25, 0],
      gradients: { predictions: [25, -25, 0] },
    },
    {
      source: "by hand: a target of 0 divides by epsilon",
      params: { epsilon: 0.5 },
      inputs: { targets: [0], predictions: [0.25] },
      loss: [50],
      gradients: { predictions: [200] },
    },
  ],
};
