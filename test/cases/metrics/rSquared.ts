import { tensor } from "../../../src/tensor.js";
import type { MetricCases } from "../metricCase.js";
import { regression, weights } from "../metricData.js";

export const rSquared: MetricCases = {
  rows: [
    {
      source: "scikit-learn, r2_score, the first example of its page",
      inputs: { targets: [3, -0.5, 2, 7], predictions: [2.5, 0, 2, 8] },
      value: 0.948,
      within: 1e-3,
    },
    {
      source: "scikit-learn, r2_score: the mean as the prediction",
      inputs: { targets: [1, 2, 3], predictions: [2, 2, 2] },
      value: 0,
    },
    {
      source: "scikit-learn, r2_score: worse than the mean",
      inputs: { targets: [1, 2, 3], predictions: [3, 2, 1] },
      value: -3,
    },
    { source: "API: constant targets", inputs: { targets: [5, 5], predictions: [5, 6] }, value: 0 },
    {
      source: "by hand: two items of weight 1 and one of weight 2, 1 − 2/6.75",
      inputs: { targets: [0, 1, 3], predictions: [0, 1, 2], weights: [1, 1, 2] },
      value: 1 - 2 / 6.75,
    },
  ],
  scenes: [
    { title: "odd size", inputs: regression(1003) },
    { title: "targets far from 0", inputs: regression(5000, 1e6), within: 1e-5 },
    { title: "outliers, weights", inputs: { ...regression(700, 3, 100), weights: weights(700) } },
    {
      title: "one far target first",
      inputs: {
        targets: Float32Array.from({ length: 400 }, (_, i) => (i === 0 ? 1e4 : (i % 13) / 4)),
        predictions: Float32Array.from({ length: 400 }, (_, i) => (i === 0 ? 9e3 : (i % 11) / 4)),
      },
    },
    {
      title: "rows, 16 bits",
      inputs: {
        predictions: tensor(Float32Array.of(1, 2.5, -3, 4), [2, 2], { dtype: "f16" }),
        targets: tensor(Float32Array.of(0, 2, 3, 4), [2, 2], { dtype: "bf16" }),
        weights: [1, 2],
      },
    },
    { title: "one", inputs: { predictions: [1], targets: [2] } },
    { title: "nothing", inputs: { predictions: [], targets: [] } },
  ],
};
