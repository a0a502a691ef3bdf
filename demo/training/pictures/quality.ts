/** How near a picture is to another, as pictures are usually judged: metrics, which nobody here descends. */
import { type Engine, ssim, tensor } from "fusedloss";
import { evaluate } from "fusedloss/reference";
import { type Picture, shape } from "../../model/pictures/picture.js";
import { psnr } from "../../model/pictures/psnr.js";

export interface Quality {
  /** In decibels. */
  readonly psnr: number;
  /** Mean structural similarity, 1 for equal pictures. */
  readonly ssim: number;
}

/** Judges on the GPU where there is one. */
export async function qualityOf(
  engine: Engine | undefined,
  pixels: Float32Array,
  original: Picture,
): Promise<Quality> {
  const inputs = { predictions: tensor(pixels, shape), targets: tensor(original.pixels, shape) };
  const options = { gradients: false } as const;
  const { loss } = engine
    ? await engine.evaluate(ssim(), inputs, options)
    : evaluate(ssim(), inputs, options);
  return { psnr: psnr(pixels, original.pixels), ssim: 1 - loss };
}
