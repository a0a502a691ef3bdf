import type { LossCases } from "../case.js";
import { filled, integers, normals, spoiled } from "../scenes.js";

/** Relevances 0 to 3, with ties, as judged data have. */
const grades = (shape: readonly number[], seed: number) => {
  const { values } = integers(shape, seed, 4);
  return { shape, values: Float64Array.from(values) };
};

const e = Math.exp;

export const listMle: LossCases = {
  variants: [{}],
  rows: [
    {
      source: "the definition, by hand: in the order 3, 2, 1 of targets [1, 0, 2] the scores are 2, 0, 1",
      inputs: { scores: [[0, 1, 2]], targets: [[1, 0, 2]] },
      loss: [Math.log(e(2) + e(0) + e(1)) - 2 + (Math.log(e(0) + e(1)) - 0)],
      gradients: {
        scores: [
          1 / (1 + e(1) + e(2)) + 1 / (1 + e(1)) - 1,
          e(1) / (1 + e(1) + e(2)) + e(1) / (1 + e(1)),
          e(2) / (1 + e(1) + e(2)) - 1,
        ],
      },
    },
    {
      source: "the definition, by hand: ties in input order, and a mask",
      inputs: { scores: [[1, 5, 3]], targets: [[0, 7, 0]], mask: [[1, 0, 1]] },
      loss: [Math.log(e(1) + e(3)) - 1],
      gradients: { scores: [e(1) / (e(1) + e(3)) - 1, 0, e(3) / (e(1) + e(3))] },
    },
    {
      source: "the definition: a wholly masked list is not counted",
      reduction: "mean",
      inputs: {
        scores: [
          [0, 0],
          [4, 4],
        ],
        targets: [
          [1, 0],
          [1, 0],
        ],
        mask: [
          [1, 1],
          [0, 0],
        ],
      },
      loss: Math.LN2,
      gradients: { scores: [-0.5, 0.5, 0, 0] },
    },
  ],
  scenes: [
    {
      title: "graded lists with ties",
      inputs: { scores: normals([3, 7], 1), targets: grades([3, 7], 2) },
      smooth: true,
    },
    {
      title: "lists along the first axis, masked",
      params: { classAxis: 0 },
      inputs: {
        scores: normals([5, 4], 3),
        targets: normals([5, 4], 4),
        mask: filled([5, 4], (i) => (i % 3 === 0 || i % 4 === 1 ? 0 : i)),
      },
      smooth: true,
    },
    {
      title: "in order, and the other way round, far apart",
      inputs: {
        scores: filled([2, 40], (i) => (i < 40 ? -30 * i : 30 * i)),
        targets: filled([2, 40], (i) => -(i % 40)),
      },
    },
    {
      title: "nearly certain",
      inputs: { scores: filled([1, 5], (i) => -18 * i), targets: filled([1, 5], (i) => 5 - i) },
    },
    {
      title: "one entry, and none",
      inputs: { scores: normals([3, 1], 5), targets: normals([3, 1], 6), mask: filled([3, 1], (i) => i % 2) },
    },
    {
      title: "behind the mask anything",
      inputs: {
        scores: spoiled(normals([2, 4], 7), { 1: Number.NaN }),
        targets: spoiled(normals([2, 4], 8), { 6: Number.POSITIVE_INFINITY }),
        mask: spoiled(
          filled([2, 4], () => 1),
          { 1: 0, 6: 0 },
        ),
      },
    },
    { title: "large scores", inputs: { scores: normals([2, 30], 9, 1e4), targets: grades([2, 30], 10) } },
    {
      title: "a long list",
      inputs: { scores: normals([2, 700], 11, 2), targets: normals([2, 700], 12) },
      large: true,
    },
    { title: "many short lists", inputs: { scores: normals([300, 3], 13), targets: grades([300, 3], 14) } },
    { title: "no lists", inputs: { scores: normals([0, 3], 15), targets: normals([0, 3], 16) } },
    {
      title: "not a number, in one of two",
      inputs: { scores: spoiled(normals([3, 4], 17), { 5: Number.NaN }), targets: grades([3, 4], 18) },
      broken: true,
    },
  ],
};
