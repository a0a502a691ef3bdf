import type { LossCases } from "../case.js";

const ln2 = Math.LN2;

export const categoricalCrossEntropy: LossCases = {
  variants: [{}, { classWeights: [0.5, 2, 1.25, 0] }],
  given: [
    ["probabilities", "labels"],
    ["probabilities", "targets"],
  ],
  rows: [
    {
      source:
        "the definition: −log 0.7 = 0.356674943939, −log 0.1 = 2.302585092994; gradient −1/p at the label",
      inputs: {
        probabilities: [
          [0.7, 0.2, 0.1],
          [0.5, 0.4, 0.1],
        ],
        labels: [0, 2],
      },
      loss: [0.35667494393873245, Math.LN10],
      gradients: { probabilities: [-1 / 0.7, 0, 0, 0, 0, -10] },
    },
    {
      source: "Keras, losses.CategoricalCrossentropy docs: [0.0513, 2.303]",
      inputs: {
        probabilities: [
          [0.05, 0.95, 0],
          [0.1, 0.8, 0.1],
        ],
        targets: [
          [0, 1, 0],
          [0, 0, 1],
        ],
      },
      loss: [0.0513, 2.303],
      within: 5e-4,
    },
    {
      source: "Keras, losses.SparseCategoricalCrossentropy docs: 1.177",
      inputs: {
        probabilities: [
          [0.05, 0.95, 0],
          [0.1, 0.8, 0.1],
        ],
        labels: [1, 2],
      },
      reduction: "mean",
      loss: 1.177,
      within: 5e-4,
    },
    {
      source: "by hand: the log is clamped at −100 as in PyTorch's BCE, its slope at 1/1e-12; 0·log 0 = 0",
      inputs: {
        probabilities: [
          [0, 1],
          [1, 0],
        ],
        targets: [
          [1, 0],
          [1, 0],
        ],
      },
      loss: [100, 0],
      gradients: { probabilities: [-1e12, 0, -1, 0] },
    },
    {
      source:
        "by hand: Σ w ℓ / Σ w over what counts: (1·ln 2 + 3·2·ln 2)/(1 + 3); gradient −w/p/4; rows are not renormalised",
      params: { classWeights: [1, 3], ignoreIndex: 7 },
      inputs: {
        probabilities: [
          [0.5, 0.5],
          [0.1, 0.9],
          [0.5, 0.25],
        ],
        labels: [0, 7, 1],
      },
      reduction: "mean",
      loss: (7 * ln2) / 4,
      gradients: { probabilities: [-0.5, 0, 0, 0, 0, -3] },
    },
  ],
};
