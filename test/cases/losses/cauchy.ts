import type { LossCases } from "../case.js";

export const cauchy: LossCases = {
  variants: [{}, { scale: 0.25 }, { scale: 8 }],
  rows: [
    {
      source: "by hand: log(1 + ½·2) = log 2 at e = √2, slope √2/2; log 3 at e = 2, slope 2/3",
      inputs: { predictions: [Math.SQRT2, -2, 1], targets: [0, 0, 1] },
      loss: [Math.LN2, Math.log(3), 0],
      gradients: { predictions: [Math.SQRT1_2, -2 / 3, 0], targets: [-Math.SQRT1_2, 2 / 3, 0] },
    },
    {
      source: "by hand: in units of 2, log(1 + ½·2²) and its slope 2/3 over 2",
      params: { scale: 2 },
      inputs: { predictions: [4], targets: [0] },
      loss: [Math.log(3)],
      gradients: { predictions: [1 / 3], targets: [-1 / 3] },
    },
  ],
};
