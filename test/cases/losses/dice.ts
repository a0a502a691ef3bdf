import type { LossCases } from "../case.js";

const none = Number.NEGATIVE_INFINITY;

export const dice: LossCases = {
  variants: [{}, { smooth: 0.25 }, { smooth: 0 }],
  rows: [
    {
      source:
        "Keras, losses/losses_test.py, DiceTest.test_binary_segmentation_with_axis: [0.5, 0.75757575] (axes 1 to 3 as one)",
      params: { smooth: 0 },
      inputs: {
        probabilities: [
          [0, 1, 0, 1],
          [0.4, 0, 0, 0.9],
        ],
        targets: [
          [1, 1, 0, 0],
          [1, 1, 0, 0],
        ],
      },
      loss: [0.5, 0.75757575],
      within: 1e-8,
    },
    {
      source: "Keras, losses/losses_test.py, DiceTest.test_binary_segmentation: 0.77777773 (in f32; 7/9)",
      params: { smooth: 0 },
      inputs: {
        probabilities: [[0, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1]],
        targets: [[1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1]],
      },
      loss: [7 / 9],
    },
    {
      source:
        "by hand: A = 2·1.5 + 1, B = 2 + 2 + 1, 1 − A/B = 1/5; slopes (A − 2tB)/B²: 4/25 and (4 − 10)/25",
      inputs: { probabilities: [[1, 0.5, 0.5]], targets: [[1, 1, 0]] },
      loss: [0.2],
      gradients: { probabilities: [-0.24, -0.24, 0.16] },
    },
    {
      source: "the same with logits, p = ½ throughout: 1 − (2·½ + 1)/(1 + 1 + 1); slopes ±(…)·¼",
      inputs: { logits: [[0, 0]], targets: [[1, 0]] },
      loss: [1 / 3],
      gradients: { logits: [(0.25 * (2 - 2 * 3)) / 9, (0.25 * 2) / 9] },
    },
    {
      source:
        "by hand: nobody there and nobody thought to be there, unsmoothed: 1 − 0/0 with 0/0 = 0, the limit of p → 0; smoothed it is 0",
      params: { smooth: 0 },
      inputs: {
        probabilities: [
          [0, 0],
          [1e-9, 0],
        ],
        targets: [
          [0, 0],
          [0, 0],
        ],
      },
      loss: [1, 1],
      gradients: { probabilities: [0, 0, 0, 0] },
    },
    {
      source: "the same smoothed: the slope of p/(p + 1) at 0",
      inputs: { probabilities: [[0, 0]], targets: [[0, 0]] },
      loss: [0],
      gradients: { probabilities: [1, 1] },
    },
    {
      source:
        "a row that is nearly right keeps its digits: 2q/(2 + s), q = 1/(1 + e^30) (mpmath); slopes ∓q(1 − q)/3 to first order in q",
      inputs: { logits: [[30, -30]], targets: [[1, 0]] },
      loss: [6.238415312559533e-14],
      within: 1e-25,
    },
    {
      source:
        "the contract: a logit of −Infinity is a probability of 0, with no gradient; a row of nothing else is not counted",
      inputs: {
        logits: [
          [0, none],
          [none, none],
        ],
        targets: [
          [1, 0],
          [1, 1],
        ],
      },
      reduction: "mean",
      loss: 1 - 2 / 2.5,
      gradients: { logits: [(0.25 * (2 - 2 * 2.5)) / 6.25, 0, 0, 0] },
    },
  ],
};
