import type { LossCases, SceneInput } from "../case.js";
import { filled, integers, normals, spoiled } from "../scenes.js";

const identities = (...values: number[]): SceneInput => ({
  shape: [values.length],
  values: Int32Array.from(values),
});

export const batchHardTriplet: LossCases = {
  variants: [{}, { margin: 0.2 }],
  rows: [
    {
      source:
        "the definition, by hand: on a line at 0, 1, 3 and 2; anchors at 0: 3 − 2 + 1, at 1: 2 − 1 + 1, at 3: 3 − 1 + 1; the one at 2 is alone",
      inputs: { embeddings: [[0], [1], [3], [2]], labels: [4, 4, 4, -9] },
      loss: [2, 2, 3, 0],
      // Of Σ = (x₂−x₀) − (x₃−x₀) + (x₂−x₁) − (x₃−x₁) + (x₂−x₀) − (x₂−x₃).
      gradients: { embeddings: [-1, 0, 2, -1] },
    },
    {
      source: "by hand: two in one place have no distance to grow: its gradient is 0",
      params: { margin: 2 },
      inputs: { embeddings: [[1], [1], [2]], labels: [0, 0, 1] },
      loss: [1, 1, 0],
      gradients: { embeddings: [1, 1, -2] },
    },
  ],
  scenes: [
    {
      title: "noise",
      inputs: { embeddings: normals([9, 5], 1), labels: integers([9], 2, 3) },
      smooth: true,
    },
    {
      title: "one alone, odd features",
      inputs: { embeddings: normals([6, 3], 3), labels: identities(1, 2, 1, 2, -7, 2) },
      smooth: true,
    },
    {
      title: "many",
      inputs: { embeddings: normals([140, 16], 4), labels: integers([140], 5, 10) },
      large: true,
    },
    {
      title: "so many that the tile is written out",
      inputs: { embeddings: normals([258, 64], 27), labels: integers([258], 28, 9) },
      large: true,
    },
    {
      title: "one class only",
      inputs: { embeddings: normals([5, 3], 6), labels: identities(1, 1, 1, 1, 1) },
    },
    { title: "all different", inputs: { embeddings: normals([5, 3], 7), labels: identities(1, 2, 3, 4, 5) } },
    {
      title: "ties",
      inputs: { embeddings: filled([8, 2], (i) => Math.floor(i / 3) % 2), labels: integers([8], 8, 2) },
    },
    {
      title: "far from zero",
      inputs: {
        embeddings: filled([6, 3], (i) => 1000 + ((i * 7) % 11)),
        labels: identities(1, 2, 1, 2, 1, 2),
      },
    },
    { title: "nothing", inputs: { embeddings: normals([0, 3], 9), labels: identities() } },
    {
      title: "not a number",
      inputs: { embeddings: spoiled(normals([4, 3], 10), { 5: Number.NaN }), labels: identities(1, 2, 1, 2) },
      broken: true,
    },
  ],
};
