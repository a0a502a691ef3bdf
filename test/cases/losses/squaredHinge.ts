import type { LossCases } from "../case.js";

export const squaredHinge: LossCases = {
  variants: [{}, { margin: 0.25 }, { margin: 0 }],
  rows: [
    {
      source: "Keras losses_test.py, SquaredHingeTest.test_unweighted, its 0 read as −1",
      inputs: { predictions: [0.6, 0.4, 0.4, 0.6], targets: [-1, 1, -1, -1] },
      reduction: "mean",
      loss: 1.86,
      gradients: { predictions: [0.8, -0.3, 0.7, 0.8] },
    },
    {
      source: "by hand: nothing at the margin and beyond, 2² at −1, slope −2·1·2",
      inputs: { predictions: [1, 3, -1], targets: [1, 1, 1] },
      loss: [0, 0, 4],
      gradients: { predictions: [0, 0, -4] },
    },
  ],
};
