import type { LossCases } from "../case.js";

export const multiclassHinge: LossCases = {
  variants: [{}, { p: 2 }, { margin: 0.25 }, { margin: 3, p: 2 }],
  rows: [
    {
      source:
        "PyTorch, nn.MultiMarginLoss docs: 0.25·((1 − (0.8 − 0.1)) + (1 − (0.8 − 0.2)) + (1 − (0.8 − 0.4))) = 0.325",
      inputs: { scores: [[0.1, 0.2, 0.4, 0.8]], labels: [3] },
      reduction: "mean",
      loss: 0.325,
      gradients: { scores: [0.25, 0.25, 0.25, -0.75] },
    },
    {
      source: "the same with p = 2: 0.25·(0.3² + 0.4² + 0.6²); gradient 0.5·[0.3, 0.4, 0.6, −1.3]",
      params: { p: 2 },
      inputs: { scores: [[0.1, 0.2, 0.4, 0.8]], labels: [3] },
      loss: [0.1525],
      gradients: { scores: [0.15, 0.2, 0.3, -0.65] },
    },
    {
      source:
        "PyTorch, test/cpp/api/modules.cpp, MultiMarginLoss, margin 2, before its weights: rows (1.6 + 1.6)/3, (1.3 + 1.3)/3, (1.19 + 1.11)/3; with weights 0.4, 0.3, 0.3 the mean is the 0.305556 printed there",
      params: { margin: 2 },
      inputs: {
        scores: [
          [0.2, 0.2, 0.6],
          [0.1, 0.8, 0.1],
          [0.9, 0.09, 0.01],
        ],
        labels: [2, 1, 0],
        weights: [0.4, 0.3, 0.3],
      },
      reduction: "mean",
      loss: 0.305556,
      within: 5e-7,
    },
    {
      source: "at the margin exactly: no loss, no slope",
      inputs: { scores: [[1, 0, -5]], labels: [0] },
      loss: [0],
      gradients: { scores: [0, 0, 0] },
    },
    {
      source: "one class: nothing to compare with; an ignored row",
      inputs: { scores: [[4], [4]], labels: [0, -100] },
      loss: [0, 0],
      gradients: { scores: [0, 0] },
    },
  ],
};
