import type { LossCases } from "../case.js";

export const nll: LossCases = {
  variants: [{}, { classWeights: [0.5, 2, 1.25, 0] }],
  rows: [
    {
      source: "PyTorch, test/cpp/api/modules.cpp, NLLLoss: 2.4258, which is (3.1315 + 3.7038 + 0.4422)/3",
      inputs: {
        logProbabilities: [
          [-0.1315, -3.1315, -2.5315],
          [-3.7038, -0.1038, -2.6038],
          [-2.3422, -1.3422, -0.4422],
        ],
        labels: [1, 0, 2],
      },
      reduction: "mean",
      loss: 7.2775 / 3,
      gradients: { logProbabilities: [0, -1 / 3, 0, -1 / 3, 0, 0, 0, 0, -1 / 3] },
    },
    {
      source: "by hand: (1·2 + 4·0.5)/(1 + 4) over the rows that count",
      params: { classWeights: [1, 4], ignoreIndex: -1 },
      inputs: {
        logProbabilities: [
          [-2, -0.25],
          [-1, -1],
          [-3, -0.5],
        ],
        labels: [0, -1, 1],
      },
      reduction: "mean",
      loss: 0.8,
      gradients: { logProbabilities: [-0.2, 0, 0, 0, 0, -0.8] },
    },
    {
      source: "every row ignored: nothing counts",
      inputs: { logProbabilities: [[-1, -2]], labels: [-100] },
      reduction: "mean",
      loss: 0,
      gradients: { logProbabilities: [0, 0] },
    },
    {
      source: "by hand: a label of probability 0; elsewhere such a class costs nothing",
      inputs: {
        logProbabilities: [
          [Number.NEGATIVE_INFINITY, 0],
          [0, Number.NEGATIVE_INFINITY],
        ],
        labels: [0, 0],
      },
      loss: [Number.POSITIVE_INFINITY, 0],
      gradients: { logProbabilities: [0, 0, -1, 0] },
    },
  ],
};
