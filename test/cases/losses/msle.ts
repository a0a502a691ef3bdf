import type { LossCases } from "../case.js";

const predictions = [0.1, 0.2, 0.4, 0.8, 1.6];

export const msle: LossCases = {
  variants: [{}],
  rows: [
    {
      source: "by hand: log(1 + e − 1) − log 1 = 1, slope 2/e; equal values cost nothing",
      inputs: { predictions: [Math.E - 1, 5], targets: [0, 5] },
      loss: [1, 0],
      gradients: { predictions: [2 / Math.E, 0] },
    },
    {
      source: "XGBoost test_regression_obj.cc, SquaredLog: its gradients, of half this loss",
      inputs: { predictions, targets: [1, 1, 1, 1, 1] },
      loss: predictions.map((p) => Math.log((1 + p) / 2) ** 2),
      gradients: { predictions: [-0.5435, -0.4257, -0.25475, -0.05855, 0.1009].map((half) => 2 * half) },
      within: 1e-4,
    },
    {
      source: "by hand, below 0: log ½ − log 1",
      inputs: { predictions: [-0.5], targets: [0] },
      loss: [Math.LN2 ** 2],
      gradients: { predictions: [-4 * Math.LN2] },
    },
  ],
};
