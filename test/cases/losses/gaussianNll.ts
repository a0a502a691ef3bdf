import type { LossCases } from "../case.js";

export const gaussianNll: LossCases = {
  variants: [{}, { full: true }, { epsilon: 0.5 }],
  rows: [
    {
      source: "by hand: ½(log 1 + 1), ½(log 4 + 4/4); the slope of the variance is 0 where e² = v",
      inputs: { predictions: [1, 2], targets: [0, 0], variances: [1, 4] },
      loss: [0.5, 0.5 * (Math.log(4) + 1)],
      gradients: { predictions: [1, 0.5], variances: [0, 0] },
    },
    {
      source: "by hand: full adds ½log 2π",
      params: { full: true },
      inputs: { predictions: [1], targets: [0], variances: [1] },
      loss: [0.5 + 0.5 * Math.log(2 * Math.PI)],
      gradients: { predictions: [1], variances: [0] },
    },
    {
      source: "PyTorch: the variance is clamped without gradient tracking, so the slope is that at ε",
      params: { epsilon: 0.25 },
      inputs: { predictions: [1, 0], targets: [0, 0], variances: [0, 0.125] },
      loss: [0.5 * (Math.log(0.25) + 4), 0.5 * Math.log(0.25)],
      gradients: { predictions: [4, 0], variances: [0.5 * (4 - 16), 2] },
    },
  ],
};
