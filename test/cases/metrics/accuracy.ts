import { tensor } from "../../../src/tensor.js";
import type { MetricCases } from "../metricCase.js";
import { probabilityRows, rows, weights } from "../metricData.js";

export const accuracy: MetricCases = {
  rows: [
    {
      source: "scikit-learn, top_k_accuracy_score, the example of its page",
      params: { topK: 2 },
      inputs: {
        probabilities: [
          [0.5, 0.2, 0.2],
          [0.3, 0.4, 0.2],
          [0.2, 0.4, 0.3],
          [0.7, 0.2, 0.1],
        ],
        labels: [0, 1, 2, 2],
      },
      value: 0.75,
    },
    {
      source: "by hand: a tie goes to the lowest index, and the ignored row does not count",
      inputs: {
        logits: [
          [1, 1, 0],
          [0, 2, 2],
          [3, 1, 2],
          [0, 0, 1],
        ],
        labels: [0, 2, -100, 2],
        weights: [1, 2, 5, 1],
      },
      value: 0.5,
    },
  ],
  scenes: [
    { title: "ties, masks, ignored rows", inputs: rows(37, 5) },
    { title: "the first three", params: { topK: 3 }, inputs: { ...rows(301, 8), weights: weights(301) } },
    { title: "long rows", params: { topK: 900 }, inputs: rows(3, 3001) },
    { title: "probabilities", inputs: probabilityRows(61, 6) },
    {
      title: "another label ignored",
      params: { ignoreIndex: 1 },
      inputs: {
        logits: [
          [0, 1],
          [1, 0],
          [1, 1],
        ],
        labels: [1, 0, 0],
      },
    },
    {
      title: "all ignored",
      inputs: { logits: tensor(new Float32Array(6), [2, 3]), labels: [-100, -100] },
    },
    { title: "nothing", inputs: { logits: tensor(new Float32Array(0), [0, 3]), labels: [] } },
    {
      title: "leading axes, 16 bits",
      inputs: {
        logits: tensor(
          Float32Array.from({ length: 24 }, (_, i) => (i * 7) % 5),
          [2, 3, 4],
          { dtype: "bf16" },
        ),
        labels: tensor(Int32Array.of(0, 1, 2, 3, 0, 1), [2, 3]),
        weights: tensor(Float32Array.of(2, 1), [2]),
      },
    },
  ],
};
