import type { LossCases } from "../case.js";
import { filled, integers, normals, spoiled } from "../scenes.js";

const answers = (shape: readonly number[], seed: number) => {
  const { values } = integers(shape, seed, 2);
  return { shape, values: Float64Array.from(values) };
};

const logistic = { surrogate: "logistic" };

export const pairwiseAuc: LossCases = {
  variants: [{}, logistic],
  rows: [
    {
      source:
        "the definition, by hand: differences 0.5 − 0, 0.5 − 2, 3 − 0, 3 − 2; short of 1 by 0.5, 2.5, 0, 0",
      reduction: "mean",
      inputs: { scores: [0.5, 0, 3, 2], targets: [1, 0, 1, 0] },
      loss: (0.25 + 6.25) / 4,
      gradients: { scores: [-1.5, 0.25, 0, 1.25] },
    },
    {
      source: "the definition, by hand: a wider margin, the sum over pairs",
      params: { margin: 2 },
      reduction: "sum",
      inputs: { scores: [1, 0, 0], targets: [1, 0, 0] },
      loss: 2,
      gradients: { scores: [-4, 2, 2] },
    },
    {
      source: "the definition, by hand: a pair weighs the product, 2·3 and 2·1, its squares 1 and 4",
      reduction: "weightedMean",
      inputs: { scores: [0, 0, 1], targets: [1, 0, 0], weights: [2, 3, 1] },
      loss: (6 * 1 + 2 * 4) / 8,
      gradients: { scores: [-(6 * 2 + 2 * 4) / 8, (6 * 2) / 8, (2 * 4) / 8] },
    },
    {
      source: "the definition, by hand: log(1 + e^−d) at d = 0, whatever the margin",
      params: { ...logistic, margin: 5 },
      reduction: "mean",
      inputs: { scores: [1, 1], targets: [0, 1] },
      loss: Math.LN2,
      gradients: { scores: [0.5, -0.5] },
    },
    {
      source: "the contract: without negatives the loss is 0",
      reduction: "mean",
      inputs: { scores: [1, 2, 3], targets: [1, 1, 1] },
      loss: 0,
      gradients: { scores: [0, 0, 0] },
    },
  ],
  scenes: [
    { title: "both", inputs: { scores: normals([23], 1), targets: answers([23], 2) } },
    {
      title: "both, logistic",
      params: logistic,
      inputs: { scores: normals([19], 3, 2), targets: answers([19], 4) },
      smooth: true,
    },
    {
      title: "no pair at its margin",
      inputs: { scores: filled([9], (i) => 0.37 * i - 1), targets: answers([9], 5) },
      smooth: true,
    },
    {
      title: "one positive",
      inputs: { scores: normals([40], 6), targets: filled([40], (i) => (i === 17 ? 1 : 0)) },
    },
    { title: "no negatives", inputs: { scores: normals([5], 7), targets: filled([5], () => 1) } },
    {
      title: "no positives",
      params: logistic,
      inputs: { scores: normals([5], 8), targets: filled([5], () => 0) },
    },
    { title: "nothing at all", inputs: { scores: normals([0], 9), targets: answers([0], 10) } },
    {
      title: "far apart, both ways round",
      params: logistic,
      inputs: {
        scores: filled([8], (i) => (i % 2 ? 200 : -200) * (i < 4 ? 1 : -1)),
        targets: filled([8], (i) => i % 2),
      },
    },
    { title: "a matrix of scores", inputs: { scores: normals([6, 7], 11), targets: answers([6, 7], 12) } },
    {
      title: "thousands of pairs",
      inputs: { scores: normals([700], 13), targets: answers([700], 14) },
      large: true,
    },
    {
      title: "a score that is not a number",
      inputs: { scores: spoiled(normals([6], 15), { 3: Number.NaN }), targets: answers([6], 16) },
      broken: true,
    },
    {
      title: "a target between the two",
      inputs: { scores: normals([6], 17), targets: spoiled(answers([6], 18), { 2: 0.5 }) },
      broken: true,
    },
  ],
};
