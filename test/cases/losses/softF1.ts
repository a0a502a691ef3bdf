import type { LossCases } from "../case.js";

export const softF1: LossCases = {
  variants: [{}, { smooth: 0.25 }, { smooth: 0 }],
  rows: [
    {
      source:
        "Kaggler, tests/test_losses.py, test_soft_f1_loss: 0.38905364 for σ(−1), σ(−0.8), …, σ(0.8), the first five of them negative; to the 1e-6 that its epsilon is",
      params: { smooth: 0 },
      inputs: {
        logits: [[-1], [-0.8], [-0.6], [-0.4], [-0.2], [0], [0.2], [0.4], [0.6], [0.8]],
        targets: [[0], [0], [0], [0], [0], [1], [1], [1], [1], [1]],
      },
      loss: [0.38905364],
      within: 1e-6,
    },
    {
      source:
        "by hand, per class over the batch: (½, ½) against (1, 0) is 1 − (1 + 1)/(2 + 1), (1, ¼) against (1, 1) is 1 − (2.5 + 1)/(3.25 + 1); slopes (A − 2tB)/B²",
      inputs: {
        probabilities: [
          [0.5, 1],
          [0.5, 0.25],
        ],
        targets: [
          [1, 1],
          [0, 1],
        ],
      },
      loss: [1 / 3, 0.75 / 4.25],
      gradients: { probabilities: [-4 / 9, -5 / 18.0625, 2 / 9, -5 / 18.0625] },
    },
    {
      source: "the same as a macro average: half the slopes",
      inputs: {
        probabilities: [
          [0.5, 1],
          [0.5, 0.25],
        ],
        targets: [
          [1, 1],
          [0, 1],
        ],
      },
      reduction: "mean",
      loss: 0.5 * (1 / 3 + 0.75 / 4.25),
      gradients: { probabilities: [-2 / 9, -2.5 / 18.0625, 1 / 9, -2.5 / 18.0625] },
    },
    {
      source:
        "by hand: a class that nobody has, unsmoothed: 1 − 0/0 with 0/0 = 0, as the metric f1; no gradient",
      params: { smooth: 0 },
      inputs: {
        probabilities: [
          [0, 1],
          [0, 0],
        ],
        targets: [
          [0, 1],
          [0, 1],
        ],
      },
      loss: [1, 1 / 3],
      gradients: { probabilities: [0, -4 / 9, 0, -4 / 9] },
    },
  ],
};
