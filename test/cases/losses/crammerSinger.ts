import type { LossCases } from "../case.js";

export const crammerSinger: LossCases = {
  variants: [{}, { margin: 0.25 }, { margin: 3 }],
  rows: [
    {
      source: "optax, losses/_classification_test.py, HingeTest.test_batched_multi_class: 10 + 1 − 3 and 0",
      inputs: {
        scores: [
          [10, 3],
          [11, -2],
        ],
        labels: [1, 0],
      },
      loss: [8, 0],
      gradients: { scores: [1, -1, 0, 0] },
    },
    {
      source: "by hand: 1 + 3 − 2; of equal rivals the first is pulled",
      inputs: {
        scores: [
          [2, 3, 3],
          [9, 9, 9],
        ],
        labels: [0, -100],
      },
      reduction: "mean",
      loss: 2,
      gradients: { scores: [-1, 1, 0, 0, 0, 0] },
    },
    {
      source: "at the margin exactly: no loss, no slope",
      inputs: { scores: [[1, 0, -5]], labels: [0] },
      loss: [0],
      gradients: { scores: [0, 0, 0] },
    },
    {
      source: "one class: no rival",
      inputs: { scores: [[-4]], labels: [0] },
      loss: [0],
      gradients: { scores: [0] },
    },
  ],
};
