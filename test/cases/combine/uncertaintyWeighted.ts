import { uncertaintyWeighted as uncertain } from "../../../src/combine/uncertaintyWeighted.js";
import { weightedSum } from "../../../src/combine/weightedSum.js";
import * as losses from "../../../src/losses/index.js";
import type { SumCase } from "../case.js";
import { filled, integers, normals } from "../scenes.js";

const line = (...values: number[]) => filled([values.length], (i) => values[i] as number);

export const uncertaintyWeighted: readonly SumCase[] = [
  {
    title: "two tasks, by hand",
    loss: uncertain([
      { loss: losses.mse() },
      { loss: losses.mae(), inputs: { predictions: "a", targets: "b" } },
    ]),
    inputs: { predictions: line(2), targets: line(0), a: line(3), b: line(0), logVariances: line(0, 0) },
    rough: true,
    figures: {
      source: "by hand at s = 0: ½·4 + ½·3; slopes ½·2e, ½·1, ½ − ½·L",
      loss: 3.5,
      terms: [4, 3],
      gradients: { predictions: [2], a: [0.5], logVariances: [-1.5, -1] },
    },
  },
  {
    title: "three tasks",
    halves: true,
    loss: uncertain([
      { loss: losses.huber(), inputs: { predictions: "depth", targets: "truth" } },
      { loss: losses.softmaxCrossEntropy() },
      { loss: weightedSum([{ loss: losses.l2(), weight: 0.1 }]) },
    ]),
    inputs: {
      depth: normals([21], 1),
      truth: normals([21], 2),
      logits: normals([8, 5], 3),
      labels: integers([8], 4, 5),
      parameters: normals([9], 5),
      logVariances: line(-1.5, 0.25, 3),
    },
    options: { gradientScale: 2 },
  },
  {
    title: "far-off variances",
    loss: uncertain([{ loss: losses.mse() }, { loss: losses.logCosh() }]),
    inputs: { predictions: normals([17], 6), targets: normals([17], 7), logVariances: line(12, -12) },
    options: { reduction: "sum" },
    rough: true,
  },
];
