import { tensor } from "../../src/tensor.js";
import type { MetricCases } from "./metricCase.js";
import { elements, probabilityRows, rows, weights } from "./metricData.js";

/** Published figures of one metric of counts by class: they differ where the metrics do. */
export interface ClassFigures {
  /** The example of scikit-learn's page. */
  readonly macro: number;
  readonly weighted: number;
  readonly none: readonly number[];
  /** Its multi-label example. */
  readonly multiLabel: readonly number[];
}

const published = { predictedLabels: [0, 2, 1, 0, 0, 1], labels: [0, 1, 2, 0, 1, 2] };

/** The cases of precision, recall and F1: one set of inputs for the three. */
export function classCases(name: string, { macro, weighted, none, multiLabel }: ClassFigures): MetricCases {
  const source = `scikit-learn, ${name}_score, the example of its page`;
  return {
    rows: [
      { source, params: { average: "macro", classes: 3 }, inputs: published, value: macro, within: 5e-3 },
      { source, params: { average: "micro", classes: 3 }, inputs: published, value: 0.33, within: 5e-3 },
      {
        source,
        params: { average: "weighted", classes: 3 },
        inputs: published,
        value: weighted,
        within: 5e-3,
      },
      { source, params: { average: "none", classes: 3 }, inputs: published, value: none },
      {
        source: "scikit-learn's multi-label example of f1_score; precision and recall by hand",
        params: { average: "none" },
        inputs: {
          probabilities: [
            [0, 0, 0],
            [1, 1, 1],
            [1, 1, 0],
          ],
          targets: [
            [0, 0, 0],
            [1, 1, 1],
            [0, 1, 1],
          ],
        },
        value: multiLabel,
      },
      {
        source: "TorchMetrics, the binary example of its page",
        inputs: { probabilities: [0.11, 0.22, 0.84, 0.73, 0.33, 0.92], targets: [0, 1, 0, 1, 0, 1] },
        value: 2 / 3,
      },
      { source: "0/0 is 0", inputs: { probabilities: [0.1, 0.2], targets: [0, 0] }, value: 0 },
      {
        source: "macro averages absent classes as 0: of five classes one is right throughout",
        params: { average: "macro", classes: 5 },
        inputs: { predictedLabels: [3, 3], labels: [3, 3] },
        value: 0.2,
      },
    ],
    scenes: [
      { title: "multi-class", params: { average: "macro" }, inputs: rows(37, 5) },
      {
        title: "weighted by support, weights",
        params: { average: "weighted" },
        inputs: { ...rows(301, 8), weights: weights(301) },
      },
      { title: "by class, from probabilities", params: { average: "none" }, inputs: probabilityRows(61, 6) },
      { title: "two classes", inputs: probabilityRows(61, 2) },
      {
        title: "multi-label, weights by rows",
        params: { average: "none", threshold: 0.25 },
        inputs: { ...elements([33, 7]), weights: weights(33) },
      },
      { title: "multi-label, pooled", params: { average: "micro" }, inputs: elements([33, 7]) },
      {
        title: "logits, 16 bits",
        inputs: {
          logits: tensor(Float32Array.of(0, -0, 3, -4, 1), [5], { dtype: "f16" }),
          targets: [1, 0, 1, 1, 0],
        },
      },
      { title: "nothing", inputs: { probabilities: [], targets: [] } },
    ],
  };
}
