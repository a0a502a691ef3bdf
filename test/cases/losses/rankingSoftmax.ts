import type { LossCases } from "../case.js";

const ln2 = Math.LN2;

export const rankingSoftmax: LossCases = {
  variants: [{}],
  rows: [
    {
      source: "rax, rax/_src/losses.py, module docs: softmax_loss of [2, 1, 3] and [1, 0, 0] is 1.4076059",
      inputs: { scores: [[2, 1, 3]], targets: [[1, 0, 0]] },
      loss: [1.4076059],
      within: 1e-7,
    },
    {
      source: "rax, rax/_src/losses.py, module docs: mean 0.788726 and its gradient",
      inputs: {
        scores: [
          [0, 1, 3],
          [1, 2, 0],
        ],
        targets: [
          [0, 0, 1],
          [1, 0, 0],
        ],
      },
      reduction: "mean",
      loss: 0.788726,
      gradients: {
        scores: [0.02100503, 0.0570976, -0.07810265, -0.37763578, 0.33262047, 0.04501529],
      },
      within: 1e-6,
    },
    {
      source:
        "by hand: relevances as they are, softmax [½, ¼, ¼]: 2·ln 2 + 1·2·ln 2; gradient 3·p − t. A list without relevance costs nothing (rax, losses_test.py, zero labels)",
      inputs: {
        scores: [
          [ln2, 0, 0],
          [0, 3, 1],
        ],
        targets: [
          [2, 1, 0],
          [0, 0, 0],
        ],
      },
      loss: [4 * ln2, 0],
      gradients: { scores: [-0.5, -0.25, 0.75, 0, 0, 0] },
    },
    {
      source:
        "rax, losses_test.py, test_computes_loss_value_with_where: [0, 3, 1, 2] without its third is [0, 3, 2]; all of a list left out gives 0",
      inputs: {
        scores: [
          [0, 3, 1, 2],
          [0, 3, 1, 2],
        ],
        targets: [
          [0, 0, 1, 1],
          [0, 0, 1, 1],
        ],
        mask: [
          [1, 1, 0, 1],
          [0, 0, 0, 0],
        ],
      },
      reduction: "mean",
      loss: Math.log(1 + Math.exp(3) + Math.exp(2)) - 2,
    },
  ],
};
