/** The five losses, each as a descriptor over the picture that is made and what it is compared with. */
import { gram, type Loss, mse, perceptual, ssim, totalVariation, weightedSum } from "fusedloss";
import { shape } from "../../model/pictures/picture.js";
import type { Sight } from "../../network/featureLayers.js";

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
  readonly sights: readonly Sight[];
  readonly loss: () => Loss;
}

const textures = ["relu1", "relu2", "relu3"] as const;

export const featureLosses = {
  /** Not the full size, at which every pixel is seen. */
  perceptual: { sights: ["relu2", "relu3"], loss: () => perceptual({ layers: { relu2: 1, relu3: 1 } }) },
  /** Gram matrices of every size, added up. */
  gram: {
    sights: textures,
    loss: () =>
      weightedSum(
        textures.map((name) => ({
          loss: gram(),
          inputs: { predictions: `predictions.${name}`, targets: `targets.${name}` },
        })),
      ),
  },
} as const satisfies Readonly<Record<string, FeatureLoss>>;
