import type { LossCases } from "../case.js";

const inputs = { targets: [1, 9, 2, -5, -2, 6], predictions: [4, 8, 12, 8, 1, 3] };
const source = "TensorFlow Addons quantiles_test.py";

export const quantile: LossCases = {
  variants: [{}, { q: 0.9 }, { q: 0 }],
  rows: [
    { source, inputs, reduction: "mean", loss: 2.75 },
    { source, params: { q: 0 }, inputs, reduction: "mean", loss: 4.8333, within: 5e-5 },
    { source, params: { q: 0.1 }, inputs, reduction: "mean", loss: 4.4166, within: 1e-4 },
    { source, params: { q: 0.9 }, inputs, reduction: "mean", loss: 1.0833, within: 5e-5 },
    { source, params: { q: 1 }, inputs, reduction: "mean", loss: 0.6666, within: 1e-4 },
    {
      source: "by hand: ¾ of what is too low, ¼ of what is too high; the gradient at 0 is 0 (API.md)",
      params: { q: 0.75 },
      inputs: { predictions: [0, 4, 2], targets: [4, 0, 2] },
      loss: [3, 1, 0],
      gradients: { predictions: [-0.75, 0.25, 0], targets: [0.75, -0.25, 0] },
    },
  ],
};
