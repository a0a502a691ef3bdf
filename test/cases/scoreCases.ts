import type { MetricCases } from "./metricCase.js";
import { elements, scores, weights } from "./metricData.js";

const published = [0.1, 0.4, 0.35, 0.8];

/** The cases of metrics of the order of scores: one set of inputs for all. */
export function scoreCases(
  page: string,
  { figure, withoutPositives }: { readonly figure: number; readonly withoutPositives: number },
): MetricCases {
  return {
    rows: [
      {
        source: `scikit-learn, ${page}, the example of its page`,
        inputs: { scores: published, targets: [0, 0, 1, 1] },
        value: figure,
      },
      {
        source: "the same by a histogram",
        params: { bins: 100 },
        inputs: { probabilities: published, targets: [0, 0, 1, 1] },
        value: figure,
      },
      {
        source: "API: no positives",
        inputs: { scores: [0.1, 0.2], targets: [0, 0] },
        value: withoutPositives,
      },
      { source: "all tied", inputs: { scores: [2, 2, 2, 2], targets: [0, 1, 1, 0] }, value: 0.5 },
      { source: "both zeros are one score", inputs: { scores: [0, -0], targets: [0, 1] }, value: 0.5 },
      {
        source: "perfect",
        inputs: { logits: [-1, Number.NEGATIVE_INFINITY, 3], targets: [0, 0, 1] },
        value: 1,
      },
    ],
    scenes: [
      ...[1, 2, 255, 257, 4097, 20_001].map((length) => ({
        title: `${length} scores`,
        inputs: scores(length),
      })),
      { title: "weights", inputs: { ...scores(5003), weights: weights(5003) } },
      { title: "probabilities by rows", inputs: { ...elements([33, 7]), weights: weights(33) } },
      { title: "a histogram", params: { bins: 64 }, inputs: elements([5003]) },
      {
        title: "a large histogram, weights",
        params: { bins: 5000 },
        inputs: { ...elements([33, 7]), weights: weights(33) },
      },
      {
        title: "a histogram of scores",
        params: { bins: 10 },
        inputs: { scores: [0.3, -2, 5, 1.5], targets: [1, 0, 1, 0] },
      },
      { title: "nothing", inputs: { scores: [], targets: [] } },
      { title: "nothing in a histogram", params: { bins: 4 }, inputs: { probabilities: [], targets: [] } },
    ],
  };
}
