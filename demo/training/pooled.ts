/** Pictures of fewer pixels, each the mean of a square of sixteen. */
import { type Pictures, pixelsPerPicture, side } from "./digits.js";

const square = 4;
export const pooledSide = side / square;
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
