import type { LossCases } from "../case.js";

/** The scores of TensorFlow GAN's losses_impl_test.py. */
const real = [-5, 1.4, 12.5, 2.7];
const fake = [10, 4.4, -5.5, 3.6];

export const minimaxGan: { readonly discriminator: LossCases; readonly generator: LossCases } = {
  discriminator: {
    variants: [{}],
    rows: [
      {
        source:
          "TensorFlow GAN MinimaxLossTest: 6.19637 with labels smoothed to 0.875, which adds ⅛ of the reals' mean",
        inputs: { real, fake },
        reduction: "mean",
        loss: 6.19637 - 2.9 / 8,
        within: 1e-5,
      },
      {
        source: "by hand: log 2 for either, over each input's own count",
        inputs: { real: [0, 0], fake: [0] },
        reduction: "mean",
        loss: 2 * Math.LN2,
        gradients: { real: [-0.25, -0.25], fake: [0.5] },
      },
    ],
  },
  generator: {
    variants: [{}],
    rows: [
      {
        source:
          "TensorFlow GAN MinimaxLossTest: −4.82408, of which −log(1 + e⁻¹) is its constant score of reals",
        inputs: { fake },
        reduction: "mean",
        loss: -4.82408 + Math.log1p(Math.exp(-1)),
        within: 1e-5,
      },
      { source: "by hand", inputs: { fake: [0] }, loss: [-Math.LN2], gradients: { fake: [-0.5] } },
    ],
  },
};
