import type { LossCases } from "../case.js";

export const hinge: LossCases = {
  variants: [{}, { margin: 0.25 }, { margin: 0 }],
  rows: [
    {
      source: "Keras losses_test.py, HingeTest.test_unweighted, its 0 read as −1",
      inputs: { predictions: [0.6, 0.4, 0.4, 0.6], targets: [-1, 1, -1, -1] },
      reduction: "mean",
      loss: 1.3,
      gradients: { predictions: [0.25, -0.25, 0.25, 0.25] },
    },
    {
      source: "API.md: the gradient is 0 exactly at the margin",
      inputs: { predictions: [1, -1, 2, 0], targets: [1, -1, 1, -1] },
      loss: [0, 0, 0, 1],
      gradients: { predictions: [0, 0, 0, 1] },
    },
    {
      source: "by hand: margin ½",
      params: { margin: 0.5 },
      inputs: { predictions: [0.25, 0.75], targets: [1, 1] },
      loss: [0.25, 0],
      gradients: { predictions: [-1, 0] },
    },
  ],
};
