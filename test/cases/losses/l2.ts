import type { LossCases } from "../case.js";

export const l2: LossCases = {
  variants: [{}],
  rows: [
    {
      source: "by hand: ½(1 + 4), gradient w",
      inputs: { parameters: [1, -2, 0] },
      reduction: "sum",
      loss: 2.5,
      gradients: { parameters: [1, -2, 0] },
    },
  ],
};
