import { tensor } from "../../../src/tensor.js";
import type { MetricCases } from "../metricCase.js";
import { elements, weights } from "../metricData.js";

export const binaryAccuracy: MetricCases = {
  rows: [
    {
      source: "TorchMetrics, BinaryAccuracy, the example of its page",
      inputs: { probabilities: [0.11, 0.22, 0.84, 0.73, 0.33, 0.92], targets: [0, 1, 0, 1, 0, 1] },
      value: 2 / 3,
    },
    {
      source: "by hand: at the threshold is not above it",
      params: { threshold: 0.7 },
      inputs: { probabilities: [0.7, 0.7, 0.75], targets: [0, 1, 1], weights: [1, 2, 1] },
      value: 0.5,
    },
  ],
  scenes: [
    { title: "thresholds hit", inputs: elements([1001]) },
    {
      title: "weights by rows",
      params: { threshold: 0.25 },
      inputs: { ...elements([33, 7]), weights: weights(33) },
    },
    {
      title: "logits, one −Infinity",
      inputs: { logits: [0, -0, 1e-6, 50, Number.NEGATIVE_INFINITY, -2], targets: [0, 1, 1, 1, 0, 1] },
    },
    {
      title: "16 bits",
      inputs: {
        probabilities: tensor(Float32Array.of(0.5, 0.25, 1), [3], { dtype: "f16" }),
        targets: [1, 0, 1],
      },
    },
    { title: "nothing", inputs: { probabilities: [], targets: [] } },
  ],
};
