import type { LossCases, SceneInput } from "../case.js";
import { filled, integers, normals, spoiled } from "../scenes.js";

/** Integers as they are, negative and large ones too. */
const identities = (...values: number[]): SceneInput => ({
  shape: [values.length],
  values: Int32Array.from(values),
});

export const supCon: LossCases = {
  variants: [{}],
  rows: [
    {
      source:
        "optax, optax/losses/_self_supervised_test.py, NtxentTest: with one positive each the losses are one",
      params: { temperature: 0.07 },
      inputs: {
        embeddings: [
          [-1.954, 1.078],
          [0.238, -0.5703],
          [1.8745, -0.0195],
          [-0.6719, -1.921],
        ],
        labels: [0, 0, 1, 1],
      },
      reduction: "mean",
      loss: 14.01032,
      within: 1e-4,
    },
    {
      source:
        "the definition, by hand: a class in one place, a stranger at right angles, who does not count: log(1 + e^(−1/τ)), τ = 1",
      params: { temperature: 1 },
      inputs: {
        embeddings: [
          [1, 0],
          [3, 0],
          [0, 1],
        ],
        labels: [7, 7, -3],
      },
      loss: [Math.log1p(Math.exp(-1)), Math.log1p(Math.exp(-1)), 0],
    },
    {
      source: "by hand: a class of three in one place and nothing else, log 2: none of two can have all",
      inputs: { embeddings: [[1], [2], [3]], labels: [1, 1, 1] },
      loss: [Math.LN2, Math.LN2, Math.LN2],
      within: 1e-7,
    },
  ],
  scenes: [
    {
      title: "noise, one without a second",
      inputs: { embeddings: normals([7, 5], 1), labels: identities(0, 1, 0, 2, 1, 0, -5) },
      smooth: true,
    },
    {
      title: "warm, in threes",
      params: { temperature: 1 },
      inputs: { embeddings: normals([9, 3], 2), labels: integers([9], 3, 3) },
      smooth: true,
    },
    {
      title: "many",
      inputs: { embeddings: normals([150, 16], 4), labels: integers([150], 5, 12) },
      large: true,
    },
    {
      title: "nobody has a second",
      inputs: { embeddings: normals([5, 3], 6), labels: identities(1, 2, 3, 4, 5) },
    },
    {
      title: "any integers",
      inputs: {
        embeddings: normals([6, 3], 7),
        labels: identities(-2147483648, 2147483647, -2147483648, -1, 2147483647, -1),
      },
    },
    {
      title: "zero vectors",
      inputs: { embeddings: filled([4, 3], (i) => (i < 6 ? 0 : i - 8)), labels: identities(1, 1, 2, 2) },
    },
    {
      title: "one class, far from another",
      params: { temperature: 0.05 },
      inputs: {
        embeddings: filled([4, 5], (i) =>
          Math.floor(i / 10) === Math.floor((i % 5) / 3) ? 1 + 0.1 * (i % 3) : 0,
        ),
        labels: identities(1, 1, 2, 2),
      },
    },
    { title: "nothing", inputs: { embeddings: normals([0, 3], 8), labels: identities() } },
    {
      title: "not a number",
      inputs: { embeddings: spoiled(normals([4, 3], 9), { 5: Number.NaN }), labels: identities(1, 2, 1, 3) },
      broken: true,
    },
    {
      title: "not a number, and nothing counts",
      inputs: { embeddings: spoiled(normals([3, 3], 10), { 5: Number.NaN }), labels: identities(1, 2, 3) },
      broken: true,
    },
  ],
};
