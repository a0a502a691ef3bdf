import type { LossCases } from "../case.js";

const { SQRT1_2: half } = Math;

export const cosineEmbedding: LossCases = {
  variants: [{}, { margin: 0.3 }],
  rows: [
    {
      source: "PyTorch, test/cpp/api/modules.cpp, CosineEmbeddingLoss: 0.1004, margin ½, to 1e-4 as there",
      params: { margin: 0.5 },
      inputs: {
        a: [
          [2, 3, 4],
          [6, 2, 4],
        ],
        b: [
          [2, 3, 5],
          [9, 12, 0],
        ],
        targets: [1, -1],
      },
      reduction: "mean",
      loss: 0.1004,
      within: 1e-4,
    },
    {
      source:
        "by hand: cos((1,0),(1,1)) = √½: 1 − √½ for 1, √½ − ¼ for −1; slopes of the cosine (0, √½) and (¼√2, −¼√2)",
      params: { margin: 0.25 },
      inputs: {
        a: [
          [1, 0],
          [1, 0],
        ],
        b: [
          [1, 1],
          [1, 1],
        ],
        targets: [1, -1],
      },
      loss: [1 - half, half - 0.25],
      gradients: { a: [0, -half, 0, half], b: [-half / 2, half / 2, half / 2, -half / 2] },
    },
    {
      source:
        "API.md: nothing exactly at the margin, cos((1,1,1,1),(2,0,0,0)) = ½; nothing below; zeros have cosine 0",
      params: { margin: 0.5 },
      inputs: {
        a: [
          [1, 1, 1, 1],
          [1, 2, 3, 4],
          [0, 0, 0, 0],
        ],
        b: [
          [2, 0, 0, 0],
          [-1, -2, -3, -4],
          [1, 2, 3, 4],
        ],
        targets: [-1, -1, 1],
      },
      loss: [0, 0, 1],
      gradients: { a: Array(12).fill(0), b: Array(12).fill(0) },
    },
    {
      source: "by hand: strangers at a right angle cost nothing",
      inputs: {
        a: [
          [3, 0],
          [0, 2],
        ],
        b: [
          [0, 5],
          [4, 0],
        ],
        targets: [-1, -1],
      },
      reduction: "sum",
      loss: 0,
      gradients: { a: [0, 0, 0, 0], b: [0, 0, 0, 0] },
    },
  ],
};
