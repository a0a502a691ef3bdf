import { weightedSum as sumOf } from "../../../src/combine/weightedSum.js";
import * as losses from "../../../src/losses/index.js";
import type { SumCase } from "../case.js";
import { filled, integers, normals, uniforms } from "../scenes.js";

const line = (...values: number[]) => filled([values.length], (i) => values[i] as number);

export const weightedSum: readonly SumCase[] = [
  {
    title: "two elementwise terms over the same inputs",
    loss: sumOf([
      { loss: losses.mse(), weight: 0.5 },
      { loss: losses.mae(), weight: 2 },
    ]),
    inputs: { predictions: line(1, 3), targets: line(0, 0) },
    rough: true,
    figures: {
      source: "by hand: mse (1+9)/2 = 5, mae (1+3)/2 = 2; ½·5 + 2·2; slopes ½·e + 2·½",
      loss: 6.5,
      terms: [5, 2],
      gradients: { predictions: [1.5, 2.5], targets: [-1.5, -2.5] },
    },
  },
  {
    title: "data loss and regularisers on parameters",
    loss: sumOf([
      { loss: losses.mse(), weight: 1 },
      { loss: losses.l2(), weight: 0.1 },
      { loss: losses.l1(), weight: 0.01 },
    ]),
    inputs: { predictions: line(2), targets: line(1), parameters: line(1, -2, 3) },
    figures: {
      source: "by hand: 1 + 0.1·½(1+4+9) + 0.01·6; slopes 2·1, 0.1·w + 0.01·sign w",
      loss: 1.76,
      terms: [1, 7, 6],
      gradients: { predictions: [2], parameters: [0.11, -0.21, 0.31] },
    },
  },
  {
    title: "tasks with inputs of their own",
    loss: sumOf([
      {
        loss: losses.huber({ delta: 0.5 }),
        weight: 3,
        inputs: { predictions: "depth", targets: "depthTruth", weights: "depthWeights" },
      },
      { loss: losses.softmaxCrossEntropy({ labelSmoothing: 0.1 }), weight: 0.25 },
      {
        loss: losses.binaryCrossEntropyWithLogits(),
        weight: 1,
        inputs: { logits: "edges", targets: "edgeTruth" },
      },
    ]),
    inputs: {
      depth: normals([7, 3], 1),
      depthTruth: normals([7, 3], 2),
      depthWeights: uniforms([7], 3),
      logits: normals([9, 5], 4, 2),
      labels: integers([9], 5, 5),
      edges: normals([11], 6, 3),
      edgeTruth: uniforms([11], 7),
    },
  },
  {
    title: "one input in an elementwise and a rowwise term",
    halves: true,
    loss: sumOf([
      { loss: losses.softmaxCrossEntropy(), weight: 1 },
      { loss: losses.binaryCrossEntropyWithLogits(), weight: 0.5, inputs: { targets: "present" } },
      { loss: losses.l2(), weight: 1e-3, inputs: { parameters: "logits" } },
    ]),
    inputs: { logits: normals([33, 7], 8, 2), labels: integers([33], 9, 7), present: uniforms([33, 7], 10) },
  },
  {
    title: "item by item",
    loss: sumOf([
      { loss: losses.mse(), weight: 0.5 },
      { loss: losses.logCosh(), weight: -2 },
      { loss: losses.logistic(), weight: 1, inputs: { targets: "sides" } },
    ]),
    inputs: {
      predictions: normals([6, 7], 11),
      targets: normals([6, 7], 12),
      sides: filled([6, 7], (i) => (i % 2 ? 1 : -1)),
    },
    options: { reduction: "none" },
  },
  {
    title: "terms with reductions and divisors of their own; one weighs nothing",
    loss: sumOf([
      { loss: losses.rmse(), weight: 1, reduction: "mean" },
      { loss: losses.mse(), weight: 0.5, reduction: "mean", divisor: 10 },
      { loss: losses.cauchy(), weight: 0 },
    ]),
    inputs: { predictions: normals([50], 13), targets: normals([50], 14), weights: uniforms([50], 15) },
    options: { reduction: "sum", gradientScale: -3 },
  },
  {
    title: "a discriminator with a penalty, and a sum in a sum",
    loss: sumOf([
      { loss: losses.nonSaturatingGan.discriminator(), weight: 1 },
      {
        loss: sumOf([
          { loss: losses.l2(), weight: 0.5 },
          { loss: losses.l1(), weight: 0.25 },
        ]),
        weight: 0.1,
      },
    ]),
    inputs: { real: normals([13], 16), fake: normals([5, 2], 17), parameters: normals([4], 18) },
  },
  {
    title: "one number that stands for all",
    loss: sumOf([{ loss: losses.mse() }, { loss: losses.quantile({ q: 0.9 }), weight: 2 }]),
    inputs: { predictions: filled([], () => 0.25), targets: normals([40], 19) },
  },
  {
    title: "a masked class that costs infinity, in one term",
    loss: sumOf([
      { loss: losses.softmaxCrossEntropy(), weight: 1 },
      { loss: losses.mse(), weight: 1 },
    ]),
    inputs: {
      logits: filled([2, 3], (i) => [0, Number.NEGATIVE_INFINITY, 1, 2, 0, 1][i] as number),
      labels: { shape: [2], values: Int32Array.of(1, 0) },
      predictions: line(1, 2),
      targets: line(0, 0),
    },
    rough: true,
  },
];
