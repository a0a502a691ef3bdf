import type { LossCases } from "../case.js";

const root = Math.sqrt(12.5);

export const rmse: LossCases = {
  variants: [{}],
  rows: [
    {
      source: "by hand: √((3² + 4²)/2), slope e/(N·rmse)",
      inputs: { predictions: [3, 0], targets: [0, 4] },
      reduction: "mean",
      loss: root,
      gradients: { predictions: [1.5 / root, -2 / root], targets: [-1.5 / root, 2 / root] },
    },
    {
      source: "API.md: gradient 0 where the error is all zero",
      inputs: { predictions: [1, 2], targets: [1, 2] },
      reduction: "mean",
      loss: 0,
      gradients: { predictions: [0, 0], targets: [0, 0] },
    },
    {
      source: "by hand: weights act before the mean, √((1·3² + 3·4²)/2)",
      inputs: { predictions: [3, 0], targets: [0, 4], weights: [1, 3] },
      reduction: "mean",
      loss: Math.sqrt(57 / 2),
    },
    {
      source: "by hand: √((1·3² + 3·4²)/(1 + 3))",
      inputs: { predictions: [3, 0], targets: [0, 4], weights: [1, 3] },
      reduction: "weightedMean",
      loss: Math.sqrt(57 / 4),
    },
  ],
};
