import type { MetricCases } from "../metricCase.js";
import { errorScenes } from "../metricData.js";

export const rootMeanSquaredError: MetricCases = {
  rows: [
    {
      source: "scikit-learn, root_mean_squared_error, the example of its page",
      inputs: { targets: [3, -0.5, 2, 7], predictions: [2.5, 0, 2, 8] },
      value: 0.612,
      within: 5e-4,
    },
  ],
  scenes: errorScenes,
};
