import type { LossCases } from "../case.js";

export const elasticNet: LossCases = {
  variants: [{}, { l1Ratio: 0.1 }, { l1Ratio: 1 }],
  rows: [
    {
      source: "by hand: ½·3 + ½·2.5",
      inputs: { parameters: [1, -2, 0] },
      reduction: "sum",
      loss: 2.75,
      gradients: { parameters: [1, -1.5, 0] },
    },
    {
      source: "by hand: l1Ratio 0 is ridge",
      params: { l1Ratio: 0 },
      inputs: { parameters: [3] },
      reduction: "sum",
      loss: 4.5,
      gradients: { parameters: [3] },
    },
  ],
};
