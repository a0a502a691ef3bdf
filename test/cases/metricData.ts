/** Hard data of metrics: ties, outliers, masked classes, ignored rows, odd sizes. */
import { type Tensor, tensor } from "../../src/tensor.js";
import type { MetricInputs, MetricScene } from "./metricCase.js";
import { normal, randomFrom } from "./random.js";

/** Rows of logits in steps of a half, so that many tie; one masked throughout, one in part; some labels ignored. */
export function rows(count: number, classes: number, seed = 1): { logits: Tensor; labels: Int32Array } {
  const random = randomFrom(seed);
  const logits = Float32Array.from({ length: count * classes }, () => Math.round(4 * normal(random)) / 2);
  const labels = Int32Array.from({ length: count }, (_, i) =>
    i % 7 === 3 ? -100 : Math.floor(random() * classes),
  );
  if (count > 4) logits.fill(Number.NEGATIVE_INFINITY, 4 * classes, 5 * classes);
  if (count > 5) logits[5 * classes + (((labels[5] as number) + 1) % classes)] = Number.NEGATIVE_INFINITY;
  return { logits: tensor(logits, [count, classes]), labels };
}

/** The same as probabilities, in 64ths. */
export function probabilityRows(
  count: number,
  classes: number,
  seed = 2,
): { probabilities: Tensor; labels: Int32Array } {
  const random = randomFrom(seed);
  const values = Float32Array.from(
    { length: count * classes },
    () => Math.floor((64 * random()) / classes) / 64,
  );
  const { labels } = rows(count, classes, seed);
  return { probabilities: tensor(values, [count, classes]), labels };
}

/** Probabilities in steps of 1/`steps` and targets that lean to them. */
export function elements(
  shape: readonly number[],
  seed = 3,
  steps = 32,
): { probabilities: Tensor; targets: Tensor } {
  const random = randomFrom(seed);
  const length = shape.reduce((a, b) => a * b, 1);
  const values = Float32Array.from({ length }, () => Math.floor(random() * (steps + 1)) / steps);
  const targets = Float32Array.from(values, (value) => (random() < 0.25 + value / 2 ? 1 : 0));
  return { probabilities: tensor(values, shape), targets: tensor(targets, shape) };
}

/** The same as scores of any size: both zeros, subnormal and huge ones among them. */
export function scores(length: number, seed = 4): { scores: Tensor; targets: Tensor } {
  const { probabilities, targets } = elements([length], seed, 97);
  const odd = [0, -0, 1e-42, -1e-42, 3e38, -3e38];
  const values = Float32Array.from(probabilities.data as Float32Array, (value, i) =>
    i % 11 === 0 ? (odd[i % 6] as number) : (value - 0.5) * 1000,
  );
  return { scores: tensor(values, [length]), targets };
}

/** Weights with zeros and a wide range. */
export function weights(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => [1, 0.25, 0, 3, 1e-3, 700][i % 6] as number);
}

/** Predictions near their targets, which lie around `offset`; outliers if asked for. */
export function regression(length: number, offset = 0, outlier = 0, seed = 5): MetricInputs {
  const random = randomFrom(seed);
  const targets = Float32Array.from({ length }, () => offset + normal(random));
  const predictions = Float32Array.from(targets, (value, i) =>
    i % 97 === 50 ? value + outlier : value + normal(random) / 4,
  );
  return { predictions: tensor(predictions), targets: tensor(targets) };
}

/** What is asked of every mean of errors. */
export const errorScenes: readonly MetricScene[] = [
  { title: "odd size", inputs: regression(1003) },
  { title: "weights, outliers", inputs: { ...regression(500, 0, 1e4), weights: weights(500) } },
  { title: "one target for all", inputs: { ...regression(33), targets: 0.5 } },
  { title: "nothing", inputs: { predictions: [], targets: [] } },
  { title: "no weight", inputs: { predictions: [1, 2], targets: [0, 0], weights: [0, 0] } },
  {
    title: "16 bits",
    inputs: {
      predictions: tensor(Float32Array.of(1, 2.5, -3), [3], { dtype: "f16" }),
      targets: tensor(Float32Array.of(0, 2, 3), [3], { dtype: "bf16" }),
    },
  },
];
