import { tensor } from "../../../src/tensor.js";
import type { MetricCases } from "../metricCase.js";
import { regression, weights } from "../metricData.js";

export const rootMeanSquaredError: MetricCases = {
  rows: [
    {
      source: "scikit-learn, root_mean_squared_error, the example of its page",
      inputs: { targets: [3, -0.5, 2, 7], predictions: [2.5, 0, 2, 8] },
      value: 0.612,
      within: 5e-4,
    },
  ],
  scenes: [
    { title: "odd size", inputs: regression(1003) },
    { title: "weights, outliers", inputs: { ...regression(500, 0, 1e4), weights: weights(500) } },
    { title: "one target for all", inputs: { ...regression(33), targets: 0.5 } },
    { title: "nothing", inputs: { predictions: [], targets: [] } },
    { title: "no weight", inputs: { predictions: [1, 2], targets: [0, 0], weights: [0, 0] } },
    {
      title: "16 bits",
      inputs: {
        predictions: tensor(Float32Array.of(1, 2.5, -3), [3], { dtype: "f16" }),
        targets: tensor(Float32Array.of(0, 2, 3), [3], { dtype: "bf16" }),
      },
    },
  ],
};
