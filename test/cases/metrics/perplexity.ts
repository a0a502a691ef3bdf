import type { MetricCases } from "../metricCase.js";
import { probabilityRows, rows, weights } from "../metricData.js";

export const perplexity: MetricCases = {
  rows: [
    {
      source: "by hand: of four equally likely classes, 4",
      inputs: {
        logits: [
          [0, 0, 0, 0],
          [5, 5, 5, 5],
        ],
        labels: [0, 3],
      },
      value: 4,
      within: 1e-12,
    },
    {
      source: "by hand: exp(−½(log ½ + log ⅛)) = 4",
      inputs: {
        probabilities: [
          [0.5, 0.25, 0.25],
          [0.75, 0.125, 0.125],
          [1, 0, 0],
        ],
        labels: [0, 1, -100],
      },
      value: 4,
      within: 1e-12,
    },
    { source: "exp 0", inputs: { logits: [[1, 2]], labels: [-100] }, value: 1 },
  ],
  scenes: [
    { title: "masks and ignored rows", inputs: rows(37, 5) },
    { title: "weights", inputs: { ...rows(301, 8), weights: weights(301) } },
    { title: "probabilities, some 0", inputs: probabilityRows(61, 6) },
    {
      title: "a label on a masked class",
      inputs: {
        logits: [
          [Number.NEGATIVE_INFINITY, 0],
          [1, 1],
        ],
        labels: [0, 1],
      },
    },
  ],
};
