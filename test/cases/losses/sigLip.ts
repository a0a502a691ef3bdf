import type { LossCases } from "../case.js";
import { filled, normals, spoiled } from "../scenes.js";

const one = (value: number) => filled([1], () => value);

export const sigLip: LossCases = {
  variants: [{}],
  rows: [
    {
      source:
        "the definition, by hand: cosines 1 and 0 at scale 2 and bias −1: log(1 + e^−1) for the pair, log(1 + e^−1) for the stranger",
      params: { scale: 2, bias: -1 },
      inputs: {
        queries: [
          [5, 0],
          [0, 2],
        ],
        keys: [
          [1, 0],
          [0, 1],
        ],
      },
      loss: Array(2).fill(2 * Math.log1p(Math.exp(-1))),
    },
    {
      source: "by hand: at the start (scale 10, bias −10) a sure pair costs log 2 and its bias pulls by −½",
      inputs: { queries: [[3]], keys: [[1]], bias: [-10] },
      loss: [Math.LN2],
      gradients: { bias: [-0.5], queries: [0] },
    },
  ],
  scenes: [
    {
      title: "noise",
      inputs: { queries: normals([5, 3], 1), keys: normals([5, 3], 2), scale: one(4), bias: one(-1.5) },
      smooth: true,
    },
    {
      title: "more keys than queries, and the bias of the parameters",
      params: { scale: 3, bias: -2 },
      inputs: { queries: normals([4, 7], 3), keys: normals([7, 7], 4) },
      smooth: true,
    },
    {
      title: "a scale below zero",
      inputs: { queries: normals([4, 5], 5), keys: normals([5, 5], 6), scale: one(-3), bias: one(0.5) },
      smooth: true,
    },
    {
      title: "many",
      inputs: { queries: normals([100, 16], 7), keys: normals([130, 16], 8), scale: one(10), bias: one(-10) },
      large: true,
    },
    {
      title: "so many that the tile is written out",
      inputs: { queries: normals([230, 64], 27), keys: normals([300, 64], 28) },
      large: true,
    },
    {
      title: "zero vectors",
      inputs: { queries: filled([3, 3], (i) => (i < 3 ? 0 : i - 6)), keys: normals([3, 3], 9) },
    },
    { title: "nothing", inputs: { queries: normals([0, 3], 10), keys: normals([0, 3], 11) } },
    {
      title: "not a number, in one query",
      inputs: {
        queries: spoiled(normals([3, 3], 12), { 5: Number.NaN }),
        keys: normals([3, 3], 13),
        scale: one(2),
        bias: one(-1),
      },
      broken: true,
    },
  ],
};
