import type { LossCases } from "../case.js";
import { filled, normals, spoiled } from "../scenes.js";

/** Features and others that are near them. */
function near(shape: readonly number[], seed: number, apart: number, base = 0) {
  const [p, d] = [normals(shape, seed), normals(shape, seed + 100)];
  const at = (values: ArrayLike<number>, i: number) => base + (values[i] as number);
  return {
    predictions: filled(shape, (i) => at(p.values, i) + apart * (d.values[i] as number)),
    targets: filled(shape, (i) => at(p.values, i)),
  };
}

export const gram: LossCases = {
  variants: [{}],
  rows: [
    {
      source:
        "by hand: x = [[1, 2], [3, 4]] has x·xᵀ = [[5, 11], [11, 25]]; over C·H·W = 4 and squared, 892/16; against 0",
      inputs: { predictions: [[[[1, 2]], [[3, 4]]]], targets: [[[[0, 0]], [[0, 0]]]] },
      loss: [892 / 16],
      gradients: { predictions: [38 / 4, 54 / 4, 86 / 4, 122 / 4] },
    },
    {
      source: "by hand: pixels in another order have the same Gram matrix",
      inputs: { predictions: [[[[1, 2]], [[3, 4]]]], targets: [[[[2, 1]], [[4, 3]]]] },
      loss: [0],
      gradients: { predictions: [0, 0, 0, 0] },
    },
  ],
  scenes: [
    {
      title: "features",
      inputs: { predictions: normals([2, 5, 4, 3], 1), targets: normals([2, 5, 4, 3], 2) },
      smooth: true,
    },
    { title: "one channel", inputs: near([3, 1, 3, 5], 3, 0.5), smooth: true },
    { title: "one pixel", inputs: near([2, 9, 1, 1], 4, 0.5), smooth: true },
    { title: "nearly alike", inputs: near([2, 6, 5, 5], 5, 1e-4) },
    { title: "identical", inputs: near([2, 6, 5, 5], 6, 0) },
    { title: "far from zero", inputs: near([1, 4, 6, 6], 7, 0.5, 100) },
    {
      title: "one black",
      inputs: { predictions: normals([1, 4, 3, 3], 8), targets: filled([1, 4, 3, 3], () => 0) },
      smooth: true,
    },
    { title: "many channels, few pixels", inputs: near([1, 70, 3, 3], 9, 0.5), large: true },
    { title: "few channels, many pixels", inputs: near([1, 3, 100, 95], 10, 0.5), large: true },
    { title: "many small images", inputs: near([200, 2, 2, 2], 11, 0.5) },
    { title: "no images", inputs: near([0, 3, 2, 2], 12, 0.5) },
    {
      title: "not a number in one of three, infinite in another",
      inputs: {
        predictions: spoiled(normals([3, 6, 2, 2], 13), { 46: Number.NaN }),
        targets: spoiled(normals([3, 6, 2, 2], 14), { 3: Number.NEGATIVE_INFINITY }),
      },
      broken: true,
    },
  ],
};
