import type { LossCases } from "../case.js";

export const expectile: LossCases = {
  variants: [{}, { q: 0.9 }, { q: 0 }],
  rows: [
    {
      source:
        "XGBoost test_regression_obj.cc, ExpectileRegressionGPair: gradients −1.6, 0, 0.4 of half this loss",
      params: { q: 0.8 },
      inputs: { predictions: [1, 2, 3], targets: [3, 2, 1] },
      loss: [3.2, 0, 0.8],
      gradients: { predictions: [-3.2, 0, 0.8], targets: [3.2, 0, -0.8] },
    },
    {
      source: "by hand: at q = ½ half the squared error",
      inputs: { predictions: [3, -2], targets: [0, 0] },
      loss: [4.5, 2],
      gradients: { predictions: [3, -2], targets: [-3, 2] },
    },
  ],
};
