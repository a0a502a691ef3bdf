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

export const mae: LossCases = {
  variants: [{}],
  rows: [
    {
      source: "the definition, by hand; the gradient at 0 is 0 (API.md)",
      inputs: { predictions: [1.5, -2, 3], targets: [1, 1, 3] },
      loss: [0.5, 3, 0],
      gradients: { predictions: [1, -1, 0], targets: [-1, 1, 0] },
    },
    { source: "Keras losses_test.py, test_unweighted", inputs, reduction: "mean", loss: 5.5 },
    {
      source: "Keras losses_test.py, test_sample_weighted",
      inputs: { ...inputs, weights: [1.2, 3.4] },
      reduction: "mean",
      loss: 81.4 / 6,
    },
    {
      source: "Keras losses_test.py, test_mean_with_sample_weight_reduction",
      inputs: { ...inputs, weights: [1.2, 3.4] },
      reduction: "weightedMean",
      loss: ((14 / 3) * 1.2 + (19 / 3) * 3.4) / (1.2 + 3.4),
    },
  ],
};
