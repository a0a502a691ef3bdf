import type { MetricCases } from "../metricCase.js";
import { elements, probabilityRows, rows, weights } from "../metricData.js";

export const calibrationError: MetricCases = {
  rows: [
    {
      source: "TorchMetrics, BinaryCalibrationError(n_bins=2, norm=l1), the example of its page",
      params: { bins: 2 },
      inputs: { probabilities: [0.25, 0.25, 0.55, 0.75, 0.75], targets: [0, 0, 1, 1, 1] },
      value: 0.29,
    },
    {
      source: "TorchMetrics, MulticlassCalibrationError(n_bins=3, norm=l1), the example of its page",
      params: { bins: 3 },
      inputs: {
        probabilities: [
          [0.25, 0.2, 0.55],
          [0.55, 0.05, 0.4],
          [0.1, 0.3, 0.6],
          [0.9, 0.05, 0.05],
        ],
        labels: [0, 1, 2, 0],
      },
      value: 0.2,
    },
  ],
  scenes: [
    { title: "rows of logits", inputs: rows(37, 5) },
    { title: "weights", params: { bins: 7 }, inputs: { ...rows(301, 8), weights: weights(301) } },
    { title: "rows of probabilities", inputs: probabilityRows(61, 6) },
    { title: "probabilities and targets, borders hit", params: { bins: 8 }, inputs: elements([1001]) },
    {
      title: "more bins than a workgroup keeps",
      params: { bins: 700 },
      inputs: { ...elements([33, 7]), weights: weights(33) },
    },
    {
      title: "logits and targets",
      inputs: { logits: [0.3, -2, 5, Number.NEGATIVE_INFINITY, 1.5], targets: [1, 0, 1, 0, 0] },
    },
    { title: "nothing", inputs: { probabilities: [], targets: [] } },
  ],
};
