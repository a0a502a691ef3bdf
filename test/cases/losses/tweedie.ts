import type { LossCases } from "../case.js";

export const tweedie: LossCases = {
  variants: [{}, { power: 1.25 }, { power: 1.9 }],
  rows: [
    {
      source: "by hand: −1·1/(−½) + 1/½; at x = log 4: ½/½ + 2/½, slope 2 − ½",
      inputs: { predictions: [0, Math.log(4)], targets: [1, 1] },
      loss: [4, 5],
      gradients: { predictions: [0, 1.5] },
    },
    {
      source: "by hand: a zero costs e^((2−ρ)x)/(2−ρ) alone",
      params: { power: 1.75 },
      inputs: { predictions: [Math.log(16)], targets: [0] },
      loss: [8],
      gradients: { predictions: [2] },
    },
    {
      source:
        "XGBoost test_regression_obj.cc, TweedieRegressionGPair: its gradients at ρ = 1.1, cut to two digits",
      params: { power: 1.1 },
      inputs: { predictions: [0, 0.1, 0.9, 1, 0, 0.1, 0.9, 1], targets: [0, 0, 0, 0, 1, 1, 1, 1] },
      loss: [0, 0.1, 0.9, 1, 0, 0.1, 0.9, 1].map(
        (x, i) => Math.exp(0.9 * x) / 0.9 + (i < 4 ? 0 : Math.exp(-0.1 * x) / 0.1),
      ),
      gradients: { predictions: [1, 1.09, 2.24, 2.45, 0, 0.1, 1.33, 1.55] },
      within: 0.011,
    },
  ],
};
