import type { MetricCases } from "../metricCase.js";
import { errorScenes } from "../metricData.js";

export const meanAbsoluteError: MetricCases = {
  rows: [
    {
      source: "scikit-learn, mean_absolute_error, the example of its page",
      inputs: { targets: [3, -0.5, 2, 7], predictions: [2.5, 0, 2, 8] },
      value: 0.5,
    },
  ],
  scenes: errorScenes,
};
