import type { LossCases } from "../case.js";

export const marginRanking: LossCases = {
  variants: [{}, { margin: 0.5 }, { margin: 2 }],
  rows: [
    {
      source:
        "PyTorch, common_nn.py, marginrankingloss_reference: (−t(a − b) + margin).clamp(min=0), by hand at its margin 2: 2 − (1.5 − 1), 2 + (−1 − 2), 2 − 4",
      params: { margin: 2 },
      inputs: { a: [1.5, -1, 3], b: [1, 2, -1], targets: [1, -1, 1] },
      loss: [1.5, 0, 0],
      gradients: { a: [-1, 0, 0], b: [1, 0, 0] },
    },
    {
      source: "the same without a margin: only a wrong order costs; the mean over pairs",
      inputs: { a: [1, 1, 3, 0.5], b: [2, 2, 1, 0.5], targets: [1, -1, -1, 1] },
      reduction: "mean",
      loss: 0.75,
      gradients: { a: [-0.25, 0, 0.25, 0], b: [0.25, 0, -0.25, 0] },
    },
    {
      source: "API.md: the gradient is 0 exactly at the margin",
      params: { margin: 0.5 },
      inputs: { a: [1, 0, 1], b: [0.5, 0.5, 0.75], targets: [1, -1, 1] },
      loss: [0, 0, 0.25],
      gradients: { a: [0, 0, -1], b: [0, 0, 1] },
    },
  ],
};
