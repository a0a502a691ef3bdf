/** Pictures of fewer pixels, each the mean of a square of sixteen. */
import { type Pictures, pixelsPerPicture, side } from "./digits.js";

const square = 4;
const pooledSide = side / square;
export const pooledPixels = pooledSide * pooledSide;

export function pooled({ images, labels }: Pictures): Pictures {
  const small = new Float32Array(labels.length * pooledPixels);
  for (const row of labels.keys()) {
    for (let pixel = 0; pixel < pixelsPerPicture; pixel++) {
      const [x, y] = [pixel % side, Math.floor(pixel / side)];
      const to = pooledPixels * row + pooledSide * Math.floor(y / square) + Math.floor(x / square);
      small[to] = (small[to] as number) + (images[pixelsPerPicture * row + pixel] as number) / square ** 2;
    }
  }
  return { images: small, labels };
}

/** Twice what each pixel differs from its mean over pictures: inputs that lie around 0 are learned from sooner. */
export function centred({ images, labels }: Pictures, around: Pictures): Pictures {
  const means = new Float64Array(pooledPixels);
  for (const [k, ink] of around.images.entries()) {
    means[k % pooledPixels] = (means[k % pooledPixels] as number) + ink / around.labels.length;
  }
  return { images: images.map((ink, k) => 2 * (ink - (means[k % pooledPixels] as number))), labels };
}
