import type { LossCases } from "../case.js";

const halfE9 = {
  source: "optax _classification_test.py, SigmoidCrossEntropyTest",
  reduction: "mean" as const,
};

export const binaryCrossEntropyWithLogits: LossCases = {
  variants: [{}, { posWeight: 3 }, { labelSmoothing: 0.1 }, { posWeight: 0.25, labelSmoothing: 0.2 }],
  rows: [
    {
      source: "by hand: log 2 at 0, slope σ − t",
      inputs: { logits: [0, 0, 0], targets: [1, 0, 0.5] },
      loss: [Math.LN2, Math.LN2, Math.LN2],
      gradients: { logits: [-0.5, 0.5, 0] },
    },
    {
      source: "Keras documentation of BinaryCrossentropy, from_logits=True",
      inputs: { logits: [-18.6, 0.51, 2.94, -12.8], targets: [0, 1, 0, 0] },
      reduction: "mean",
      loss: 0.865,
      within: 5e-4,
    },
    { ...halfE9, inputs: { logits: [-1e9, -1e-9], targets: [1, 0] }, loss: 5e8, within: 0.5 },
    { ...halfE9, inputs: { logits: [-1e9, -1e-9], targets: [0, 1] }, loss: 0.3465736, within: 5e-8 },
    { ...halfE9, inputs: { logits: [1e9, 1e-9], targets: [0, 1] }, loss: 5e8, within: 0.5 },
    {
      source: "PyTorch documentation of BCEWithLogitsLoss: prediction 1.5, target 1, pos_weight 1",
      params: { posWeight: [1, 1, 1] },
      inputs: { logits: [[1.5, 1.5, 1.5]], targets: [[1, 1, 1]] },
      reduction: "mean",
      loss: 0.2014,
      within: 5e-5,
    },
    {
      source: "by hand: the weight multiplies only the positive side, along the last axis",
      params: { posWeight: [1, 3] },
      inputs: {
        logits: [
          [0, 0],
          [0, 0],
        ],
        targets: [
          [1, 1],
          [0, 0],
        ],
      },
      loss: [Math.LN2, 3 * Math.LN2, Math.LN2, Math.LN2],
      gradients: { logits: [-0.5, -1.5, 0.5, 0.5] },
    },
    {
      source: "by hand: 1 smoothed by 0.2 is 0.9, and log(1 + e¹) = log(1 + e⁻¹) + 1",
      params: { labelSmoothing: 0.2 },
      inputs: { logits: [1], targets: [1] },
      loss: [Math.log1p(Math.exp(-1)) + 0.1],
      gradients: { logits: [1 / (1 + Math.exp(-1)) - 0.9] },
    },
    {
      source: "API.md: −∞ is a masked class, gradient 0; a positive target there costs +∞",
      inputs: { logits: [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY], targets: [0, 1] },
      loss: [0, Number.POSITIVE_INFINITY],
      gradients: { logits: [0, 0] },
    },
  ],
};
