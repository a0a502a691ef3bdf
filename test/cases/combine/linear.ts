/** Linear models of many losses: linear, Huber and logistic regression, support vectors, softmax regression. */
import { linear as make } from "../../../src/combine/index.js";
import type { Loss } from "../../../src/definition.js";
import {
  binaryCrossEntropyWithLogits,
  dice,
  gaussianNll,
  hinge,
  huber,
  logistic,
  mse,
  rankingSoftmax,
  rmse,
  softF1,
  softmaxCrossEntropy,
  squaredHinge,
} from "../../../src/losses/index.js";
import type { Scene, SceneInput, WorkedRow } from "../case.js";
import { filled, integers, normals, spoiled, uniforms } from "../scenes.js";

type Inner = Loss<string, string>;

const model = (loss: Inner, options: { transposed?: boolean } = {}): Loss => make(loss, options);

/** X [rows, features], W [features, columns] (or the other way round), b [columns]. */
function samples(
  rows: number,
  features: number,
  columns: number,
  { transposed = false, bias = true, seed = 1 } = {},
): Record<string, SceneInput> {
  return {
    inputs: normals([rows, features], seed),
    weightMatrix: normals(transposed ? [columns, features] : [features, columns], seed + 1, 0.6),
    ...(bias ? { bias: normals([columns], seed + 2, 0.5) } : {}),
  };
}

const signs = (shape: readonly number[], seed: number): SceneInput => {
  const { values } = integers(shape, seed, 2);
  return filled(shape, (i) => 2 * (values[i] as number) - 1);
};

const ignored = (rows: number, classes: number, seed: number): SceneInput =>
  spoiled(integers([rows], seed, classes), { 1: -100, 5: -100 });

/** `wide` scenes run with every setting, the others with the first. */
const scene = (
  title: string,
  made: Loss,
  inputs: Readonly<Record<string, SceneInput>>,
  more: Partial<Scene> = {},
) => ({
  title,
  made,
  inputs,
  smooth: true,
  large: true,
  ...more,
});

const wide = { large: false };

export const linear: { readonly rows: readonly WorkedRow[]; readonly scenes: readonly Scene[] } = {
  rows: [
    {
      source: "by hand: X·W + b = [−½, −½], errors −½ and −1½",
      made: model(mse()),
      inputs: {
        inputs: [
          [1, 2],
          [3, 4],
        ],
        weightMatrix: [[1], [-1]],
        bias: [0.5],
        targets: [0, 1],
      },
      loss: [0.25, 2.25],
      gradients: {
        inputs: [-1, 1, -3, 3],
        weightMatrix: [-10, -14],
        bias: [-4],
      },
    },
    {
      source: "by hand: X = 1, so the logits are W: probabilities [⅔, ⅓] and [¼, ¾]",
      made: model(softmaxCrossEntropy(), { transposed: true }),
      inputs: {
        inputs: [
          [1, 0],
          [0, 1],
        ],
        weightMatrix: [
          [Math.log(2), 0],
          [0, Math.log(3)],
        ],
        labels: [0, 1],
      },
      loss: [Math.log(1.5), Math.log(4 / 3)],
      gradients: {
        inputs: [-Math.log(2) / 3, Math.log(3) / 3, Math.log(2) / 4, -Math.log(3) / 4],
        weightMatrix: [-1 / 3, 1 / 4, 1 / 3, -1 / 4],
      },
      within: 1e-7,
    },
    {
      source:
        "F. J. Anscombe, Graphs in Statistical Analysis, Amer. Statist. 27 (1973) 17–21: set 1, y = 3 + 0.5·x, residual sum of squares 13.75",
      made: model(mse()),
      inputs: {
        inputs: [[10], [8], [13], [9], [11], [14], [6], [4], [12], [7], [5]],
        weightMatrix: [[0.5]],
        bias: [3],
        targets: [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68],
      },
      reduction: "sum",
      loss: 13.75,
      // The slopes vanish at the least squares: what 0.5 and 3 leave of 0.50009 and 3.00009.
      gradients: { weightMatrix: [0], bias: [0] },
      within: 0.25,
    },
  ],
  scenes: [
    scene(
      "softmax regression in fours, with rows ignored",
      model(softmaxCrossEntropy()),
      { ...samples(12, 8, 12), labels: ignored(12, 12, 9) },
      wide,
    ),
    scene(
      "Huber regression of odd sizes",
      model(huber()),
      { ...samples(13, 5, 3, { seed: 4 }), targets: normals([13, 3], 8, 2) },
      wide,
    ),
    scene("linear regression, flat targets", model(mse()), {
      ...samples(22, 3, 1, { seed: 11 }),
      targets: normals([22], 12),
    }),
    scene("linear regression of one feature, targets with their axis", model(mse()), {
      ...samples(37, 1, 1, { seed: 13 }),
      targets: normals([37, 1], 14),
    }),
    scene("one row, one number for all targets", model(mse()), {
      ...samples(1, 7, 5, { seed: 15 }),
      targets: filled([1], () => 0.25),
    }),
    scene("root mean square error, without bias", model(rmse(), { transposed: true }), {
      ...samples(21, 4, 2, { transposed: true, bias: false, seed: 17 }),
      targets: normals([21, 2], 18, 2),
    }),
    scene("logistic regression", model(logistic()), {
      ...samples(19, 6, 1, { seed: 19 }),
      targets: signs([19], 20),
    }),
    scene("support vectors", model(hinge()), {
      ...samples(17, 9, 1, { seed: 21 }),
      targets: signs([17], 22),
    }),
    scene("support vectors, squared", model(squaredHinge()), {
      ...samples(11, 9, 2, { seed: 23 }),
      targets: signs([11, 2], 24),
    }),
    scene(
      "multi-label, a weight per label",
      model(binaryCrossEntropyWithLogits({ posWeight: [1, 2, 0.5, 3] })),
      {
        ...samples(18, 8, 4, { seed: 25 }),
        targets: uniforms([18, 4], 26),
      },
    ),
    scene(
      "class weights and smoothing, leading axes, transposed",
      model(softmaxCrossEntropy({ classWeights: [1, 0.5, 2, 0, 1.5], labelSmoothing: 0.1, zLoss: 0.01 }), {
        transposed: true,
      }),
      {
        ...samples(14, 6, 5, { transposed: true, seed: 27 }),
        inputs: normals([2, 7, 6], 28),
        labels: { ...ignored(14, 5, 29), shape: [2, 7] },
      },
    ),
    scene("soft targets", model(softmaxCrossEntropy({ temperature: 2 })), {
      ...samples(9, 3, 7, { seed: 31 }),
      targets: uniforms([9, 7], 32),
    }),
    scene("two differentiable inputs, one of them a product", model(gaussianNll()), {
      ...samples(15, 4, 2, { seed: 33 }),
      targets: normals([15, 2], 34),
      variances: filled([15, 2], (i) => 0.5 + (i % 5)),
    }),
    scene("overlaps of logits", model(dice()), {
      ...samples(9, 4, 6, { seed: 41 }),
      targets: uniforms([9, 6], 42),
    }),
    scene("classes over the batch", model(softF1()), {
      ...samples(10, 3, 7, { seed: 43 }),
      targets: uniforms([10, 7], 44),
    }),
    scene("lists with a mask, one of them masked throughout", model(rankingSoftmax()), {
      ...samples(6, 4, 5, { seed: 45 }),
      targets: uniforms([6, 5], 46),
      mask: filled([6, 5], (i) => (i % 3 === 0 || (i >= 10 && i < 15) ? 0 : 1)),
    }),
    scene("a single sample without a batch axis", model(softmaxCrossEntropy()), {
      ...samples(1, 5, 6, { seed: 35 }),
      inputs: normals([5], 36),
      labels: { shape: [], values: Int32Array.of(2) },
    }),
    scene(
      "numbers that cannot be used: in a row that counts, and in one that does not",
      model(softmaxCrossEntropy()),
      {
        ...samples(8, 3, 5, { seed: 37 }),
        inputs: spoiled(normals([8, 3], 38), { 3: Number.NaN, 10: Number.POSITIVE_INFINITY }),
        labels: ignored(8, 5, 39),
      },
      { smooth: false, broken: true, large: false },
    ),
  ],
};
