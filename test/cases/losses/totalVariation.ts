import type { LossCases } from "../case.js";
import { filled, normals, spoiled } from "../scenes.js";

export const totalVariation: LossCases = {
  variants: [{}],
  rows: [
    {
      source: "the definition, by hand: |2−1| + |4−3| across, |3−1| + |4−2| down",
      inputs: {
        predictions: [
          [
            [
              [1, 2],
              [3, 4],
            ],
          ],
        ],
      },
      loss: [6],
      gradients: { predictions: [-2, 0, 0, 2] },
    },
  ],
  scenes: [
    { title: "noise", inputs: { predictions: normals([3, 2, 5, 7], 1) }, smooth: true },
    { title: "one pixel", inputs: { predictions: normals([2, 1, 1, 1], 2) }, smooth: true },
    { title: "one column", inputs: { predictions: normals([2, 3, 9, 1], 3) }, smooth: true },
    { title: "steps and ties", inputs: { predictions: filled([2, 1, 8, 8], (i) => Math.floor(i / 5) % 3) } },
    { title: "far from zero", inputs: { predictions: filled([1, 1, 16, 16], (i) => 1e4 + (i % 7)) } },
    { title: "many small images", inputs: { predictions: normals([300, 1, 3, 3], 4) } },
    { title: "one large image", inputs: { predictions: normals([1, 3, 90, 130], 7) }, large: true },
    { title: "no images", inputs: { predictions: normals([0, 3, 4, 4], 5) } },
    {
      title: "not a number, in one of three",
      inputs: {
        predictions: spoiled(normals([3, 1, 4, 4], 6), { 20: Number.NaN }),
      },
      broken: true,
    },
  ],
};
