import type { ItemsReference } from "../shapes.js";

type SsimParams = { readonly windowSize: number; readonly sigma: number; readonly dataRange: number };

/** The window, as a table of size² numbers that add up to 1. */
function gaussian(size: number, sigma: number): Float64Array {
  const middle = (size - 1) / 2;
  const nearest = middle % 1;
  const line = Array.from({ length: size }, (_, i) =>
    // exp(−(i − middle)²/2σ²), up to a factor that the normalisation takes out.
    Math.exp(-((i - middle) ** 2 - nearest ** 2) / (2 * sigma ** 2)),
  );
  const total = line.reduce((a, b) => a + b, 0) ** 2;
  return Float64Array.from({ length: size * size }, (_, i) => {
    const [row, column] = [Math.floor(i / size), i % size];
    return ((line[row] as number) * (line[column] as number)) / total;
  });
}

/**
 * 1 − mean SSIM of each image: of every window its means, variances and covariance, straight from the definition;
 * the gradient by the chain rule through these.
 */
export const ssim: ItemsReference<SsimParams> = (params, { predictions, targets }, { items }) => {
  const { windowSize: size, sigma, dataRange } = params;
  const [, channels = 0, height = 0, width = 0] = predictions?.shape ?? [];
  const x = predictions?.values ?? new Float64Array(0);
  const y = targets?.values ?? new Float64Array(0);
  const weights = gaussian(size, sigma);
  const c1 = (0.01 * dataRange) ** 2;
  const c2 = (0.03 * dataRange) ** 2;
  const pixels = channels * height * width;
  const windows = channels * (height - size + 1) * (width - size + 1);
  const values = new Float64Array(items);
  // The slope of each image's own loss.
  const slopes = new Float64Array(x.length);
  // Σ|terms| of each slope, over all windows: where images are unlike they leave little of each other.
  const sizes = new Float64Array(x.length);

  /** Adds a window's loss to its image, and its slopes to its pixels. */
  const take = (image: number, corner: number): void => {
    const over = (visit: (at: number, weight: number) => void): void => {
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < size; j++) visit(corner + i * width + j, weights[i * size + j] as number);
      }
    };
    let [mx, my, vx, vy, cov] = [0, 0, 0, 0, 0];
    over((at, weight) => {
      mx += weight * (x[at] as number);
      my += weight * (y[at] as number);
    });
    over((at, weight) => {
      const [dx, dy] = [(x[at] as number) - mx, (y[at] as number) - my];
      vx += weight * dx * dx;
      vy += weight * dy * dy;
      cov += weight * dx * dy;
    });
    const b1 = mx * mx + my * my + c1;
    const b2 = vx + vy + c2;
    const light = (2 * mx * my + c1) / b1;
    const structure = (2 * cov + c2) / b2;
    values[image] = (values[image] as number) + (1 - light * structure) / windows;
    const byMean = (structure * 2 * (my - light * mx)) / b1;
    over((at, weight) => {
      const [dx, dy] = [(x[at] as number) - mx, (y[at] as number) - my];
      const own = byMean + (light * 2 * (dy - structure * dx)) / b2;
      const size = Math.abs(byMean) + (Math.abs(light) * 2 * (Math.abs(dy) + Math.abs(structure * dx))) / b2;
      sizes[at] = (sizes[at] as number) + (weight * size) / windows;
      slopes[at] = (slopes[at] as number) - (weight * own) / windows;
    });
  };

  for (let image = 0; image < items; image++) {
    for (let plane = image * channels; plane < (image + 1) * channels; plane++) {
      for (let i = 0; i + size <= height; i++) {
        for (let j = 0; j + size <= width; j++) take(image, (plane * height + i) * width + j);
      }
    }
    const own = (all: Float64Array) => all.subarray(image * pixels, (image + 1) * pixels);
    if (!own(x).every(Number.isFinite) || !own(y).every(Number.isFinite)) {
      values[image] = Number.NaN;
      own(slopes).fill(Number.NaN);
    }
  }
  const factorOf = (factors: Float64Array, at: number) => factors[Math.floor(at / pixels)] as number;
  return {
    values,
    pull: (factors) => ({ predictions: slopes.map((slope, at) => factorOf(factors, at) * slope) }),
    sizes: (factors) => ({
      predictions: sizes.reduce((most, size, at) => {
        const own = Math.abs(factorOf(factors, at) * size);
        return own > most ? own : most;
      }, 0),
    }),
  };
};
