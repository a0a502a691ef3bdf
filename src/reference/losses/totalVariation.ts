import type { ItemsReference } from "../shapes.js";

/** Σ|x(i+1,j) − x(i,j)| + |x(i,j+1) − x(i,j)| of each image; slope ±1, 0 where two pixels are equal. */
export const totalVariation: ItemsReference = (_, { predictions }, { items }) => {
  const [, channels = 0, height = 0, width = 0] = predictions?.shape ?? [];
  const x = predictions?.values ?? new Float64Array(0);
  const pixels = channels * height * width;
  const pairs = (image: number, visit: (a: number, b: number) => void): void => {
    for (let pixel = 0; pixel < pixels; pixel++) {
      const at = image * pixels + pixel;
      if ((pixel % width) + 1 < width) visit(at, at + 1);
      if ((Math.floor(pixel / width) % height) + 1 < height) visit(at, at + width);
    }
  };
  const values = new Float64Array(items);
  for (let image = 0; image < items; image++) {
    let sum = 0;
    pairs(image, (a, b) => {
      sum += Math.abs((x[b] as number) - (x[a] as number));
    });
    // A single pixel has no neighbour, and yet must be a number.
    for (let pixel = 0; pixel < pixels; pixel++) {
      if (!Number.isFinite(x[image * pixels + pixel] as number)) sum = Number.NaN;
    }
    values[image] = sum;
  }
  return {
    values,
    pull: (factors) => {
      const gradient = new Float64Array(x.length);
      for (let image = 0; image < items; image++) {
        const factor = factors[image] as number;
        if (Number.isNaN(values[image] as number)) {
          gradient.fill(Number.NaN, image * pixels, (image + 1) * pixels);
          continue;
        }
        pairs(image, (a, b) => {
          const slope = factor * Math.sign((x[b] as number) - (x[a] as number));
          gradient[b] = (gradient[b] as number) + slope;
          gradient[a] = (gradient[a] as number) - slope;
        });
      }
      return { predictions: gradient };
    },
  };
};
