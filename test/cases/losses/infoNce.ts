import type { LossCases } from "../case.js";
import { filled, normals, spoiled } from "../scenes.js";

/** Unit vectors along the axes, each its own positive; the others at right angles. */
const axes = (rows: number, features: number) =>
  filled([rows, features], (i) => (Math.floor(i / features) === i % features ? 1 : 0));

export const infoNce: LossCases = {
  variants: [{}, { symmetric: true }, { normalize: false }],
  rows: [
    {
      source:
        "the definition, by hand: similarities 1 and 0, log(1 + e^(−1/τ)) at τ = 1; lengths do not matter",
      params: { temperature: 1 },
      inputs: {
        queries: [
          [2, 0],
          [0, 0.5],
        ],
        keys: [
          [3, 0],
          [0, 4],
        ],
      },
      loss: [Math.log1p(Math.exp(-1)), Math.log1p(Math.exp(-1))],
      // σ(−1) away from the other key, over the query's length.
      gradients: {
        queries: [0, 0.5 / (1 + Math.E), 2 / (1 + Math.E), 0],
        keys: [0, 1 / (3 * (1 + Math.E)), 1 / (4 * (1 + Math.E)), 0],
      },
    },
    {
      source: "by hand: all keys alike, log 3, and a scale that changes nothing",
      inputs: {
        queries: [[1, 2]],
        keys: [
          [1, 1],
          [1, 1],
          [1, 1],
        ],
        scale: [7],
      },
      loss: [Math.log(3)],
      gradients: { scale: [0] },
      within: 1e-7,
    },
    {
      source: "by hand: the positive leads by 20, e^−20",
      params: { temperature: 1, normalize: false },
      inputs: { queries: [[20]], keys: [[1], [0]] },
      loss: [Math.log1p(Math.exp(-20))],
      gradients: { queries: [-1 / (1 + Math.exp(20))] },
    },
  ],
  scenes: [
    {
      title: "noise",
      params: { temperature: 0.5 },
      inputs: { queries: normals([7, 5], 1), keys: normals([7, 5], 2) },
      smooth: true,
    },
    {
      title: "both ways",
      params: { symmetric: true },
      inputs: { queries: normals([9, 7], 3), keys: normals([9, 7], 4), scale: filled([1], () => -2.5) },
      smooth: true,
    },
    {
      title: "more keys than queries, as they are",
      params: { normalize: false, temperature: 1 },
      inputs: { queries: normals([6, 3], 5), keys: normals([11, 3], 6) },
      smooth: true,
    },
    {
      title: "the default temperature",
      inputs: { queries: normals([70, 32], 7), keys: normals([90, 32], 8) },
    },
    {
      title: "both ways, and more rows than a workgroup has",
      params: { symmetric: true, temperature: 0.2 },
      inputs: { queries: normals([130, 19], 9), keys: normals([130, 19], 10) },
      large: true,
    },
    {
      title: "long rows",
      params: { temperature: 0.3 },
      inputs: { queries: normals([8, 4096], 11), keys: normals([8, 4096], 12) },
      large: true,
    },
    {
      title: "so many that the tile is written out",
      inputs: { queries: normals([230, 64], 25), keys: normals([300, 64], 26) },
      large: true,
    },
    { title: "one feature", inputs: { queries: normals([5, 1], 13), keys: normals([5, 1], 14) } },
    { title: "one row, nothing wrong", inputs: { queries: normals([1, 3], 15), keys: normals([1, 3], 16) } },
    {
      title: "sure of all rows",
      params: { temperature: 0.05, symmetric: true },
      inputs: { queries: axes(6, 7), keys: axes(6, 7) },
    },
    {
      title: "tiny, huge and no vectors",
      inputs: {
        queries: filled([4, 3], (i) => [1e-25, 1e15, 0, 1][Math.floor(i / 3)]! * ((i % 3) - 0.7)),
        keys: filled([4, 3], (i) => [1, 0, 1e15, 1e-25][Math.floor(i / 3)]! * (1.3 - (i % 3))),
      },
    },
    { title: "no queries", inputs: { queries: normals([0, 3], 17), keys: normals([4, 3], 18) } },
    {
      title: "not a number, in one query",
      inputs: { queries: spoiled(normals([5, 3], 19), { 7: Number.NaN }), keys: normals([6, 3], 20) },
      broken: true,
    },
    {
      title: "infinite, in one key",
      inputs: {
        queries: normals([5, 3], 21),
        keys: spoiled(normals([6, 3], 22), { 17: Number.POSITIVE_INFINITY }),
      },
      broken: true,
    },
    {
      title: "a scale that is not a number",
      inputs: {
        queries: normals([5, 3], 23),
        keys: normals([6, 3], 24),
        scale: filled([1], () => Number.NaN),
      },
      broken: true,
    },
  ],
};
