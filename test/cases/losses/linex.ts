import type { LossCases } from "../case.js";

export const linex: LossCases = {
  variants: [{}, { a: -0.5, b: 2 }, { a: 2, b: 3 }],
  rows: [
    {
      source: "by hand: e − 2 too high by 1, 1/e too low by 1",
      inputs: { predictions: [1, -1, 2], targets: [0, 0, 2] },
      loss: [Math.E - 2, 1 / Math.E, 0],
      gradients: { predictions: [Math.E - 1, 1 / Math.E - 1, 0], targets: [1 - Math.E, 1 - 1 / Math.E, 0] },
    },
    {
      source: "by hand: 3(4 − log 4 − 1), slope 2·3·(4 − 1)",
      params: { a: 2, b: 3 },
      inputs: { predictions: [Math.LN2], targets: [0] },
      loss: [9 - 6 * Math.LN2],
      gradients: { predictions: [18], targets: [-18] },
    },
    {
      source: "the series ½x² + x³/6: a small loss keeps its digits",
      inputs: { predictions: [1e-5], targets: [0] },
      loss: [0.5e-10 + 1e-15 / 6 + 1e-20 / 24],
      within: 1e-24,
    },
  ],
};
