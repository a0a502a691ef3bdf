/** The five losses, each as a descriptor over the picture that is made and what it is compared with. */
import { gram, type Loss, mse, perceptual, ssim, totalVariation, weightedSum } from "fusedloss";
import { shape } from "../../model/pictures/picture.js";
import { type Layer, layers } from "../../network/kernels.js";

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

/** A loss of a network's features: predictions.relu2, targets.relu2 and so on. */
export interface FeatureLoss {
  readonly layers: readonly Layer[];
  readonly loss: () => Loss;
}

export const featureLosses = {
  /** Not the first layer, which sees every pixel. */
  perceptual: { layers: ["relu2", "relu3"], loss: () => perceptual({ layers: { relu2: 1, relu3: 1 } }) },
  /** Gram matrices of every layer, added up. */
  gram: {
    layers,
    loss: () =>
      weightedSum(
        layers.map((layer) => ({
          loss: gram(),
          inputs: { predictions: `predictions.${layer}`, targets: `targets.${layer}` },
        })),
      ),
  },
} as const satisfies Readonly<Record<string, FeatureLoss>>;
