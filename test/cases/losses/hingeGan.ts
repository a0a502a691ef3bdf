import type { LossCases } from "../case.js";

/** The scores of TensorFlow GAN's losses_impl_test.py. */
const real = [-5, 1.4, 12.5, 2.7];
const fake = [10, 4.4, -5.5, 3.6];

export const hingeGan: { readonly discriminator: LossCases; readonly generator: LossCases } = {
  discriminator: {
    variants: [{}],
    rows: [
      {
        source: "TensorFlow GAN HingeWassersteinLossTest",
        inputs: { real, fake },
        reduction: "mean",
        loss: 6.75,
        gradients: { real: [-0.25, 0, 0, 0], fake: [0.25, 0.25, 0, 0.25] },
      },
      {
        source: "API.md: the gradient is 0 exactly at the margin",
        inputs: { real: [1], fake: [-1] },
        reduction: "mean",
        loss: 0,
        gradients: { real: [0], fake: [0] },
      },
    ],
  },
  generator: {
    variants: [{}],
    rows: [
      {
        source: "TensorFlow GAN HingeWassersteinLossTest",
        inputs: { fake },
        reduction: "mean",
        loss: -3.125,
        gradients: { fake: [-0.25, -0.25, -0.25, -0.25] },
      },
    ],
  },
};
