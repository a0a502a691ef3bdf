import type { LossCases } from "../case.js";

export const binaryCrossEntropy: LossCases = {
  variants: [{}, { classWeights: [0.5, 2] }, { classWeights: [0, 1] }],
  rows: [
    {
      source: "Keras documentation of BinaryCrossentropy, from_logits=False",
      inputs: { probabilities: [0.6, 0.4, 0.4, 0.6], targets: [0, 1, 0, 0] },
      reduction: "mean",
      loss: 0.815,
      within: 5e-4,
    },
    {
      source: "by hand: log 2 with slope (½ − 1)/¼; a soft target −(¼·log ½ + ¾·log ½) with slope (½ − ¼)/¼",
      inputs: { probabilities: [0.5, 0.5, 0.25], targets: [1, 0.25, 0.25] },
      loss: [Math.LN2, Math.LN2, 0.25 * Math.log(4) + 0.75 * Math.log(4 / 3)],
      gradients: { probabilities: [-2, 1, 0] },
    },
    {
      source: "PyTorch: logs clamped at −100, the divisor p(1 − p) at 1e-12",
      inputs: { probabilities: [0, 1, 0, 1], targets: [1, 0, 0, 1] },
      loss: [100, 100, 0, 0],
      gradients: { probabilities: [-1e12, 1e12, 0, 0] },
    },
    {
      source: "by hand: an element is weighed by t·w₁ + (1 − t)·w₀, and the mean divides by the count",
      params: { classWeights: [1, 3] },
      inputs: { probabilities: [0.5, 0.5, 0.5, 0.5], targets: [1, 0, 0, 0.5] },
      reduction: "mean",
      loss: ((3 + 1 + 1 + 2) / 4) * Math.LN2,
      gradients: { probabilities: [-1.5, 0.5, 0.5, 0] },
    },
  ],
};
