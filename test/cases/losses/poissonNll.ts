import type { LossCases } from "../case.js";

const log = (x: number) => Math.log(x);

export const poissonNll: LossCases = {
  variants: [{}, { full: true }, { logInput: false }, { logInput: false, full: true, epsilon: 1e-3 }],
  rows: [
    {
      source: "by hand: e⁰ − 0, e⁰ − 2·0, 3 − 2·log 3 with slope 3 − 2",
      inputs: { predictions: [0, 0, log(3)], targets: [0, 2, 2] },
      loss: [1, 1, 3 - 2 * log(3)],
      gradients: { predictions: [1, -1, 1] },
    },
    {
      source: "XGBoost test_regression_obj.cc, PoissonRegressionGPair: its gradients, to two digits",
      inputs: { predictions: [0, 0.1, 0.9, 1, 0, 0.1, 0.9, 1], targets: [0, 0, 0, 0, 1, 1, 1, 1] },
      loss: [0, 0.1, 0.9, 1, 0, 0.1, 0.9, 1].map((x, i) => Math.exp(x) - (i < 4 ? 0 : x)),
      gradients: { predictions: [1, 1.1, 2.45, 2.71, 0, 0.1, 1.45, 1.71] },
      within: 0.01,
    },
    {
      source: "Keras PoissonTest: the mean of p − t·log p over its six values",
      params: { logInput: false },
      inputs: { predictions: [1, 9, 2, 5, 2, 6], targets: [4, 8, 12, 8, 1, 3] },
      reduction: "mean",
      loss: (25 - (8 * log(9) + 12 * log(2) + 8 * log(5) + log(2) + 3 * log(6))) / 6,
      within: 1e-7,
    },
    {
      source: "PyTorch documentation: full adds t·log t − t + ½log(2πt), and nothing for t ≤ 1",
      params: { full: true },
      inputs: { predictions: [0, 0], targets: [1, 2] },
      loss: [1, 1 + 2 * log(2) - 2 + 0.5 * log(4 * Math.PI)],
      gradients: { predictions: [0, -1] },
    },
    {
      source: "by hand: rate 0 has log ε, slope 1 − t/ε; below 0 that slope goes on",
      params: { logInput: false, epsilon: 0.25 },
      inputs: { predictions: [0, -1], targets: [2, 2] },
      loss: [2 * log(4), 7 + 2 * log(4)],
      gradients: { predictions: [-7, -7] },
    },
  ],
};
