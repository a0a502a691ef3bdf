import type { LossCases } from "../case.js";

export const contrastive: LossCases = {
  variants: [{}, { margin: 2.5 }],
  rows: [
    {
      source:
        "TensorFlow Addons, losses/tests/contrastive_test.py, test_unweighted: 0.621666 without Hadsell's ½, so half of it; distances on a line",
      inputs: {
        a: [[0.1], [0.3], [1.3], [0.7], [1.1], [0.5]],
        b: [[0], [0], [0], [0], [0], [0]],
        targets: [0, 0, 1, 1, 0, 1],
      },
      reduction: "mean",
      loss: 0.621666 / 2,
      within: 5e-7,
    },
    {
      source:
        "Hadsell et al. 2006, eq. 4, by hand with the 3-4-5 triangle: ½·25; ½·(6 − 5)²; nothing beyond the margin, nor at it; slopes d = a − b, and −(m − d)/d·(a − b)",
      params: { margin: 6 },
      inputs: {
        a: [
          [3, 4],
          [3, 4],
          [9, 12],
          [6, 0],
        ],
        b: [
          [0, 0],
          [0, 0],
          [0, 0],
          [0, 0],
        ],
        targets: [1, 0, 0, 0],
      },
      loss: [12.5, 0.5, 0, 0],
      gradients: {
        a: [3, 4, -0.6, -0.8, 0, 0, 0, 0],
        b: [-3, -4, 0.6, 0.8, 0, 0, 0, 0],
      },
    },
    {
      source: "by hand: a distance of 0 costs a stranger ½m² and has no direction; a mixture of both",
      params: { margin: 2 },
      inputs: {
        a: [
          [1, -2],
          [1, -2],
          [0, 1],
        ],
        b: [
          [1, -2],
          [1, -2],
          [0, 0],
        ],
        targets: [0, 1, 0.25],
      },
      loss: [2, 0, 0.125 + 0.375],
      gradients: { a: [0, 0, 0, 0, 0, -0.5], b: [0, 0, 0, 0, 0, 0.5] },
    },
  ],
};
