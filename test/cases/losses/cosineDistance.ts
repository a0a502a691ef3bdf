import type { LossCases } from "../case.js";

const { SQRT1_2: half } = Math;

export const cosineDistance: LossCases = {
  variants: [{}],
  rows: [
    {
      source:
        "optax, losses/_regression_test.py, CosineDistanceTest: [0.9358251989, 1.0464068465], by SciPy 1.20 on f32 inputs",
      inputs: {
        predictions: [
          [10, 1, -2],
          [1, 4, 0.2],
        ],
        targets: [
          [0, 1.2, 0.2],
          [1, -0.3, 0],
        ],
      },
      loss: [0.9358251989, 1.0464068465],
      within: 2e-8,
    },
    {
      source: "Keras, losses.py, cosine_similarity: [-0., -0.99999994, 1.0], plus 1",
      inputs: {
        predictions: [
          [1, 0],
          [1, 1],
          [-1, -1],
        ],
        targets: [
          [0, 1],
          [1, 1],
          [1, 1],
        ],
      },
      loss: [1, 0, 2],
      gradients: { predictions: [0, -1, 0, 0, 0, 0], targets: [-1, 0, 0, 0, 0, 0] },
    },
    {
      source:
        "by hand: cos((1,0),(1,1)) = √½; slopes −(b̂ − cos·â)/|a| = −(½√2·(1,1) − √½·(1,0)) = (0, −√½), and −(â − cos·b̂)/|b| = (−¼√2, ¼√2); lengths do not count",
      inputs: {
        predictions: [
          [1, 0],
          [4, 0],
        ],
        targets: [
          [1, 1],
          [1, 1],
        ],
      },
      loss: [1 - half, 1 - half],
      gradients: {
        predictions: [0, -half, 0, -half / 4],
        targets: [-half / 2, half / 2, -half / 2, half / 2],
      },
    },
    {
      source: "API.md: a vector of zeros has cosine 0 and gradient 0; the mean counts it",
      inputs: {
        predictions: [
          [0, 0],
          [1, 2],
          [0, 3],
        ],
        targets: [
          [1, 2],
          [0, 0],
          [0, 5],
        ],
      },
      reduction: "mean",
      loss: 2 / 3,
      gradients: { predictions: [0, 0, 0, 0, 0, 0], targets: [0, 0, 0, 0, 0, 0] },
    },
    {
      source:
        "by hand, an angle of 2⁻¹⁰: a = (1, 0), b = (1, 2⁻¹⁰): 1 − cos = h/(1 + h + √(1 + h)), h = 2⁻²⁰, is 4.768368308e-7 to ten digits; 1 − cos itself would leave seven bits of it",
      inputs: { predictions: [[1, 0]], targets: [[1, 2 ** -10]] },
      loss: [2 ** -20 / (1 + 2 ** -20 + Math.sqrt(1 + 2 ** -20))],
      within: 1e-18,
    },
  ],
};
