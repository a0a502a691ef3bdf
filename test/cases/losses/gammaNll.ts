import type { LossCases } from "../case.js";

export const gammaNll: LossCases = {
  variants: [{}],
  rows: [
    {
      source: "by hand: 2·e⁰ + 0; at the minimum x = log t the loss is 1 + log t",
      inputs: { predictions: [0, Math.log(3)], targets: [2, 3] },
      loss: [2, 1 + Math.log(3)],
      gradients: { predictions: [-1, 0] },
    },
    {
      source: "XGBoost test_regression_obj.cc, GammaRegressionGPair: its gradients",
      inputs: { predictions: [0, 0.1, 0.9, 1, 0, 0.1, 0.9, 1], targets: [2, 2, 2, 2, 1, 1, 1, 1] },
      loss: [0, 0.1, 0.9, 1, 0, 0.1, 0.9, 1].map((x, i) => (i < 4 ? 2 : 1) * Math.exp(-x) + x),
      gradients: { predictions: [-1, -0.809, 0.187, 0.264, 0, 0.09, 0.59, 0.63] },
      within: 6e-3,
    },
  ],
};
