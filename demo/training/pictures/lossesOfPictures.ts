/** The five losses, each as a descriptor over the picture that is made and what it is compared with. */
import { gram, type Loss, mse, perceptual, ssim, totalVariation, weightedSum } from "fusedloss";
import { shape } from "../../model/pictures/picture.js";
import { type Scale, scales } from "../../network/filters.js";

/** Losses of pixels: predictions and targets are pictures. */
export const pixelLosses = {
  mse: () => mse(),
  ssim: () => ssim(),
  /** Near the noisy picture, and smooth: λ is the price of a difference of neighbours, mean against mean. */
  totalVariation: (lambda: number) =>
    weightedSum([
      { loss: mse() },
      {
        loss: totalVariation(),
        weight: lambda / shape.reduce<number>((product, size) => product * size, 1),
      },
    ]),
} as const satisfies Readonly<Record<string, (lambda: number) => Loss>>;

/** A loss of a network's features: predictions.half, targets.half and so on. */
export interface FeatureLoss {
  readonly scales: readonly Scale[];
  readonly loss: () => Loss;
}

export const featureLosses = {
  /** Not the full size, at which every pixel is seen. */
  perceptual: { scales: ["half", "quarter"], loss: () => perceptual({ layers: { half: 1, quarter: 1 } }) },
  /** Gram matrices of every scale, added up. */
  gram: {
    scales,
    loss: () =>
      weightedSum(
        scales.map((scale) => ({
          loss: gram(),
          inputs: { predictions: `predictions.${scale}`, targets: `targets.${scale}` },
        })),
      ),
  },
} as const satisfies Readonly<Record<string, FeatureLoss>>;
