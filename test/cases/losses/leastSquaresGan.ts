import type { LossCases } from "../case.js";

/** The scores of TensorFlow GAN's losses_impl_test.py. */
const real = [-5, 1.4, 12.5, 2.7];
const fake = [10, 4.4, -5.5, 3.6];

export const leastSquaresGan: { readonly discriminator: LossCases; readonly generator: LossCases } = {
  discriminator: {
    variants: [{}],
    rows: [
      {
        source: "TensorFlow GAN LeastSquaresLossTest",
        inputs: { real, fake },
        reduction: "mean",
        loss: 41.73375,
        gradients: { real: [-1.5, 0.1, 2.875, 0.425], fake: [2.5, 1.1, -1.375, 0.9] },
      },
    ],
  },
  generator: {
    variants: [{}],
    rows: [
      {
        source: "TensorFlow GAN LeastSquaresLossTest",
        inputs: { fake },
        reduction: "mean",
        loss: 17.69625,
        gradients: { fake: [2.25, 0.85, -1.625, 0.65] },
      },
    ],
  },
};
