import type { MetricCases } from "../metricCase.js";
import { errorScenes } from "../metricData.js";

export const meanSquaredError: MetricCases = {
  rows: [
    {
      source: "scikit-learn, mean_squared_error, the example of its page",
      inputs: { targets: [3, -0.5, 2, 7], predictions: [2.5, 0, 2, 8] },
      value: 0.375,
    },
  ],
  scenes: errorScenes,
};
