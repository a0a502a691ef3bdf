import type { LossCases } from "../case.js";

export const logistic: LossCases = {
  variants: [{}],
  rows: [
    {
      source: "PyTorch test/cpp/api/modules.cpp, SoftMarginLossDefaultOptions",
      inputs: { predictions: [2, 4, 1, 3], targets: [-1, 1, 1, -1] },
      reduction: "mean",
      loss: 1.3767317,
      within: 1e-7,
    },
    {
      source: "by hand: log 2 at 0, slope −t/2; far out 0 or the size itself",
      inputs: { predictions: [0, 0, 1000, -1000], targets: [1, -1, 1, 1] },
      loss: [Math.LN2, Math.LN2, 0, 1000],
      gradients: { predictions: [-0.5, 0.5, 0, -1] },
    },
  ],
};
