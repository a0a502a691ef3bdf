import type { MetricCases } from "../metricCase.js";
import { probabilityRows, rows, weights } from "../metricData.js";

export const confusionMatrix: MetricCases = {
  rows: [
    {
      source: "scikit-learn, confusion_matrix, the example of its page",
      params: { classes: 3 },
      inputs: { labels: [2, 0, 2, 2, 0, 1], predictedLabels: [0, 0, 2, 2, 0, 2] },
      value: [2, 0, 0, 0, 0, 1, 1, 0, 2],
    },
  ],
  scenes: [
    { title: "ties, masks, ignored rows", inputs: rows(37, 5) },
    { title: "weights", params: { classes: 8 }, inputs: { ...rows(301, 8), weights: weights(301) } },
    { title: "more cells than a workgroup keeps", inputs: probabilityRows(200, 40) },
    {
      title: "what is owed",
      params: { classes: 2 },
      inputs: { predictedLabels: [0, 1, 1, 0], labels: [0, 1, 0, 0], weights: [-1.5, -7, 2.25, 3e-3] },
    },
    { title: "nothing", params: { classes: 2 }, inputs: { predictedLabels: [], labels: [] } },
    {
      title: "labels given, ignored ones with any prediction",
      params: { classes: 4, ignoreIndex: 9 },
      inputs: { predictedLabels: [1, 77, 3, 0, 3], labels: [1, 9, 2, 0, 3], weights: [1, 2, 0.5, 3, 1e-4] },
    },
  ],
};
