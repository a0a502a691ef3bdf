import type { LossCases } from "../case.js";

export const generalizedCrossEntropy: LossCases = {
  variants: [{}, { q: 1 }, { q: 0.05 }],
  rows: [
    {
      source:
        "Keras, losses_test.py, CategoricalGeneralizedCrossEntropyTest: (1 − √p)/0.5 for p = 0.7, 0.8, 0.6, 0.6; gradient −1/√p",
      inputs: {
        probabilities: [
          [0.7, 0.3],
          [0.2, 0.8],
          [0.6, 0.4],
          [0.4, 0.6],
        ],
        labels: [0, 1, 0, 1],
      },
      loss: [0.7, 0.8, 0.6, 0.6].map((p) => (1 - Math.sqrt(p)) / 0.5),
      gradients: {
        probabilities: [
          -1 / Math.sqrt(0.7),
          0,
          0,
          -1 / Math.sqrt(0.8),
          -1 / Math.sqrt(0.6),
          0,
          0,
          -1 / Math.sqrt(0.6),
        ],
      },
    },
    {
      source: "Keras, losses_test.py, the same with q = 0.8: (1 − p^0.8)/0.8",
      params: { q: 0.8 },
      inputs: {
        probabilities: [
          [0.7, 0.3],
          [0.2, 0.8],
        ],
        labels: [0, 1],
      },
      loss: [0.7, 0.8].map((p) => (1 - p ** 0.8) / 0.8),
    },
    {
      source: "by hand, q = 1: 1 − p, slope −1 everywhere, at p = 0 too",
      params: { q: 1 },
      inputs: {
        probabilities: [
          [0.25, 0.75],
          [0, 1],
        ],
        labels: [0, 0],
      },
      reduction: "sum",
      loss: 1.75,
      gradients: { probabilities: [-1, 0, -1, 0] },
    },
    {
      source: "by hand, p = 0: 1/q = 2, the slope that of p = 1e-12: −1e6; p = 1: 0 and −1",
      inputs: {
        probabilities: [
          [0, 1],
          [1, 0],
        ],
        labels: [0, 0],
      },
      loss: [2, 0],
      gradients: { probabilities: [-1e6, 0, -1, 0] },
      within: 1e-9,
    },
  ],
};
