import type { MetricCases } from "../metricCase.js";
import { regression, weights } from "../metricData.js";

export const meanAbsoluteError: MetricCases = {
  rows: [
    {
      source: "scikit-learn, mean_absolute_error, the example of its page",
      inputs: { targets: [3, -0.5, 2, 7], predictions: [2.5, 0, 2, 8] },
      value: 0.5,
    },
  ],
  scenes: [
    { title: "odd size", inputs: regression(1003) },
    { title: "weights, outliers", inputs: { ...regression(500, 0, 1e4), weights: weights(500) } },
    { title: "nothing", inputs: { predictions: [], targets: [] } },
    { title: "no weight", inputs: { predictions: [1, 2], targets: [0, 0], weights: [0, 0] } },
  ],
};
