import type { LossCases } from "../case.js";

const inputs = {
  targets: [
    [1, 9, 2],
    [-5, -2, 6],
  ],
  predictions: [
    [4, 8, 12],
    [8, 1, 3],
  ],
};

export const mse: LossCases = {
  variants: [{}],
  rows: [
    {
      source: "the definition, by hand",
      inputs: { predictions: [1.5, -2, 3], targets: [1, 1, 3] },
      loss: [0.25, 9, 0],
      gradients: { predictions: [1, -6, 0], targets: [-1, 6, 0] },
    },
    { source: "Keras losses_test.py, test_unweighted", inputs, reduction: "mean", loss: 49.5 },
    {
      source:
        "Keras losses_test.py, test_sample_weighted: weights act on the sum, the mean divides by the count",
      inputs: { ...inputs, weights: [1.2, 3.4] },
      reduction: "mean",
      loss: 767.8 / 6,
    },
    {
      source: "Keras losses_test.py, test_mean_with_sample_weight_reduction",
      inputs: { ...inputs, weights: [1.2, 3.4] },
      reduction: "weightedMean",
      loss: ((110 / 3) * 1.2 + (187 / 3) * 3.4) / (1.2 + 3.4),
    },
  ],
};
