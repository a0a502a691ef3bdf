import type { LossCases } from "../case.js";

export const logCosh: LossCases = {
  variants: [{}],
  rows: [
    {
      source: "optax _regression_test.py, LogCoshTest (figures of tensorflow.keras.losses.log_cosh 2.4.1)",
      inputs: { predictions: [500, -2, -1, 0.5, 1], targets: [-200, -1.5, 0, -1, 1] },
      loss: [699.3068, 0.12011445, 0.4337809, 0.85544014, 0],
      gradients: {
        predictions: [1, Math.tanh(-0.5), Math.tanh(-1), Math.tanh(1.5), 0],
        targets: [-1, Math.tanh(0.5), Math.tanh(1), Math.tanh(-1.5), 0],
      },
      within: 1e-4,
    },
    {
      source: "TensorFlow Java LogCoshTest.testUnweighted, printed as a float of 32 bits",
      inputs: { predictions: [1, 9, 2, -5, -2, 6], targets: [4, 8, 12, 8, 1, 3] },
      reduction: "mean",
      loss: 4.829245330860459,
      within: 5e-7,
    },
    {
      source: "the series ½e² − e⁴/12: a small loss keeps its digits",
      inputs: { predictions: [1e-4], targets: [0] },
      loss: [0.5e-8 - 1e-16 / 12],
      within: 1e-20,
    },
  ],
};
