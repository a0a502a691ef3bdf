import type { LossCases } from "../case.js";
import { filled, normals, spoiled } from "../scenes.js";

export const ntXent: LossCases = {
  variants: [{}],
  rows: [
    {
      source:
        "optax, optax/losses/_self_supervised_test.py, NtxentTest: labels [0, 0, 1, 1] at temperature 0.07",
      params: { temperature: 0.07 },
      inputs: {
        a: [
          [-1.954, 1.078],
          [1.8745, -0.0195],
        ],
        b: [
          [0.238, -0.5703],
          [-0.6719, -1.921],
        ],
      },
      reduction: "mean",
      loss: 14.01032,
      within: 1e-4,
    },
    {
      source: "optax, the same test with a vector of zeros",
      params: { temperature: 0.07 },
      inputs: {
        a: [
          [0, 0],
          [1.8745, -0.0195],
        ],
        b: [
          [0.238, -0.5703],
          [-0.6719, -1.921],
        ],
      },
      reduction: "mean",
      loss: 9.2889,
      within: 1e-4,
    },
    {
      source:
        "the definition, by hand: the other view at cosine 1, two strangers at 0: log(1 + 2e^(−1/τ)), τ = ½",
      inputs: {
        a: [
          [1, 0],
          [0, 1],
        ],
        b: [
          [2, 0],
          [0, 5],
        ],
      },
      loss: Array(4).fill(Math.log1p(2 * Math.exp(-2))),
    },
    {
      source: "one pair has no negatives: exactly 0",
      inputs: { a: [[1, 2]], b: [[-3, 1]] },
      loss: [0, 0],
      gradients: { a: [0, 0], b: [0, 0] },
    },
  ],
  scenes: [
    { title: "noise", inputs: { a: normals([5, 3], 1), b: normals([5, 3], 2) }, smooth: true },
    {
      title: "cold",
      params: { temperature: 0.1 },
      inputs: { a: normals([4, 7], 3), b: normals([4, 7], 4) },
      smooth: true,
    },
    { title: "many", inputs: { a: normals([75, 16], 5), b: normals([75, 16], 6) }, large: true },
    {
      title: "views that are alike",
      params: { temperature: 0.05 },
      inputs: {
        a: normals([6, 5], 7),
        b: filled([6, 5], (i) => normals([6, 5], 7).values[i]! + 0.01 * (i % 3)),
      },
    },
    {
      title: "zero vectors",
      inputs: { a: filled([3, 3], (i) => (i < 3 ? 0 : i - 6)), b: normals([3, 3], 8) },
    },
    { title: "nothing", inputs: { a: normals([0, 3], 9), b: normals([0, 3], 10) } },
    {
      title: "not a number",
      inputs: { a: spoiled(normals([3, 3], 11), { 5: Number.NaN }), b: normals([3, 3], 12) },
      broken: true,
    },
  ],
};
