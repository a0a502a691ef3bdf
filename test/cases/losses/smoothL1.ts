import type { LossCases } from "../case.js";

export const smoothL1: LossCases = {
  variants: [{}, { beta: 0.25 }, { beta: 0 }],
  rows: [
    {
      source: "the definition, by hand: ½·0.5², 2 − ½, and at the joint 1 − ½ with slope 1",
      inputs: { predictions: [0.5, -2, 1, 0], targets: [0, 0, 0, 0] },
      loss: [0.125, 1.5, 0.5, 0],
      gradients: { predictions: [0.5, -1, 1, 0], targets: [-0.5, 1, -1, 0] },
    },
    {
      source: "PyTorch test/cpp/api/functional.cpp, SmoothL1LossDefaultOptions",
      inputs: { predictions: [0.1, 1.2, 4.7], targets: [0, 1, 5] },
      reduction: "mean",
      loss: 0.0233335,
      within: 5e-7,
    },
    {
      source: "PyTorch documentation: beta 0 is L1; at 0 its gradient is 0 (API.md)",
      params: { beta: 0 },
      inputs: { predictions: [0.5, -2, 0], targets: [0, 0, 0] },
      loss: [0.5, 2, 0],
      gradients: { predictions: [1, -1, 0], targets: [-1, 1, 0] },
    },
    {
      source: "by hand: ½·1²/2 and 3 − ½·2",
      params: { beta: 2 },
      inputs: { predictions: [1, 3], targets: [0, 0] },
      loss: [0.25, 2],
      gradients: { predictions: [0.5, 1], targets: [-0.5, -1] },
    },
  ],
};
