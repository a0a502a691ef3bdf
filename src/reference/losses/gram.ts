import type { ItemsReference } from "../shapes.js";
import { sum } from "../sum.js";

/** ‖G(p) − G(t)‖²_F with G(x) = x·xᵀ/(C·H·W), of each image; slope 4/(C·H·W)·(G(p) − G(t))·p. */
export const gram: ItemsReference = (_, { predictions, targets }, { items }) => {
  const [, channels = 0, height = 0, width = 0] = predictions?.shape ?? [];
  const p = predictions?.values ?? new Float64Array(0);
  const t = targets?.values ?? new Float64Array(0);
  const positions = height * width;
  const share = 1 / (channels * positions);
  const values = new Float64Array(items);
  const slopes = new Float64Array(p.length);
  const at = (x: Float64Array, image: number, channel: number, position: number): number =>
    x[(image * channels + channel) * positions + position] as number;
  for (let image = 0; image < items; image++) {
    const difference = Float64Array.from({ length: channels * channels }, (_entry, index) => {
      const [i, j] = [Math.floor(index / channels), index % channels];
      const terms = Float64Array.from({ length: positions }, (_term, k) => {
        return at(p, image, i, k) * at(p, image, j, k) - at(t, image, i, k) * at(t, image, j, k);
      });
      return share * sum(terms);
    });
    values[image] = sum(difference.map((entry) => entry ** 2));
    for (let i = 0; i < channels; i++) {
      for (let k = 0; k < positions; k++) {
        let slope = 0;
        for (let j = 0; j < channels; j++)
          slope += (difference[i * channels + j] as number) * at(p, image, j, k);
        slopes[(image * channels + i) * positions + k] = 4 * share * slope;
      }
    }
    if (!Number.isFinite(values[image] as number)) {
      values[image] = Number.NaN;
      slopes.fill(Number.NaN, image * channels * positions, (image + 1) * channels * positions);
    }
  }
  return {
    values,
    pull: (factors) => ({
      predictions: slopes.map(
        (slope, index) => (factors[Math.floor(index / (channels * positions))] as number) * slope,
      ),
    }),
  };
};
