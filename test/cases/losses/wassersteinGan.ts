import type { LossCases } from "../case.js";

/** The scores of TensorFlow GAN's losses_impl_test.py. */
const real = [-5, 1.4, 12.5, 2.7];
const fake = [10, 4.4, -5.5, 3.6];

export const wassersteinGan: { readonly discriminator: LossCases; readonly generator: LossCases } = {
  discriminator: {
    variants: [{}],
    rows: [
      {
        source: "TensorFlow GAN WassersteinLossTest",
        inputs: { real, fake },
        reduction: "mean",
        loss: 0.225,
        gradients: { real: [-0.25, -0.25, -0.25, -0.25], fake: [0.25, 0.25, 0.25, 0.25] },
      },
    ],
  },
  generator: {
    variants: [{}],
    rows: [
      {
        source: "TensorFlow GAN WassersteinLossTest",
        inputs: { fake },
        reduction: "mean",
        loss: -3.125,
        gradients: { fake: [-0.25, -0.25, -0.25, -0.25] },
      },
    ],
  },
};
