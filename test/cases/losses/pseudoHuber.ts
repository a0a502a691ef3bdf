import type { LossCases } from "../case.js";

const predictions = [0.1, 0.2, 0.4, 0.8, 1.6];

export const pseudoHuber: LossCases = {
  variants: [{}, { delta: 0.25 }, { delta: 8 }],
  rows: [
    {
      source: "by hand, the triangle 3, 4, 5: 16(5/4 − 1), slope 3/(5/4)",
      params: { delta: 4 },
      inputs: { predictions: [3, -3, 0], targets: [0, 0, 0] },
      loss: [4, 4, 0],
      gradients: { predictions: [2.4, -2.4, 0], targets: [-2.4, 2.4, 0] },
    },
    {
      source: "XGBoost test_regression_obj.cc, PseudoHuber: its gradients; values from the definition",
      inputs: { predictions, targets: [1, 1, 1, 1, 1] },
      loss: predictions.map((p) => Math.hypot(1, p - 1) - 1),
      gradients: {
        predictions: [-0.668965, -0.624695, -0.514496, -0.196116, 0.514496],
        targets: [0.668965, 0.624695, 0.514496, 0.196116, -0.514496],
      },
      within: 1e-6,
    },
  ],
};
