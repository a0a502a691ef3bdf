import type { LossCases } from "../case.js";

export const jaccard: LossCases = {
  variants: [{}, { smooth: 0.25 }, { smooth: 0 }],
  rows: [
    {
      source:
        "pytorch-toolbelt, tests/test_losses.py, test_soft_jaccard_score: a score of 0.666666 for [1, 1, 1] against [1, 0, 1], to 1e-6 as there",
      params: { smooth: 0 },
      inputs: { probabilities: [[1, 1, 1]], targets: [[1, 0, 1]] },
      loss: [1 - 0.666666],
      within: 1e-6,
    },
    {
      source:
        "by hand: I = ¾, U = 2 + 1.25 − ¾ = 2.5, 1 − 1.75/3.5; slopes ((I + s)(1 − t) − (U + s)t)/(U + s)²: −3.5, 1.75 and 1.75·¾ − 3.5·¼ over 12.25",
      inputs: { probabilities: [[0.5, 0.5, 1]], targets: [[1, 0, 0.25]] },
      loss: [0.5],
      gradients: { probabilities: [-2 / 7, 1 / 7, 1 / 28] },
    },
    {
      source: "the same ratio of logits, p = ½: I = ½, U = 1 + 1 − ½, 1 − 1.5/2.5; slopes ·¼",
      inputs: { logits: [[0, 0]], targets: [[1, 0]] },
      loss: [0.4],
      gradients: { logits: [-0.1, 0.06] },
    },
    {
      source: "by hand: unsmoothed nothing against nothing is 1 − 0/0 with 0/0 = 0, the limit of p → 0",
      params: { smooth: 0 },
      inputs: { probabilities: [[0, 0, 0]], targets: [[0, 0, 0]] },
      loss: [1],
      gradients: { probabilities: [0, 0, 0] },
    },
  ],
};
