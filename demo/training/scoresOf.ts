import { pixelsPerPicture } from "./digits.js";

/** A row of scores for each picture: sums of its pixels, each with a weight for every class. */
export function scoresOf(
  images: Float32Array,
  weights: Float32Array,
  bias: Float32Array,
): Float32Array<ArrayBuffer> {
  const classes = bias.length;
  const scores = new Float32Array((images.length / pixelsPerPicture) * classes);
  for (let at = 0; at < scores.length; at += classes) {
    const row = Float64Array.from(bias);
    const first = (at / classes) * pixelsPerPicture;
    for (let pixel = 0; pixel < pixelsPerPicture; pixel++) {
      const ink = images[first + pixel] as number;
      if (ink === 0) continue;
      for (let k = 0; k < classes; k++)
        row[k] = (row[k] as number) + ink * (weights[classes * pixel + k] as number);
    }
    scores.set(row, at);
  }
  return scores;
}
