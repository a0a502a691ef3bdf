import type { LossCases } from "../case.js";

export const l1: LossCases = {
  variants: [{}],
  rows: [
    {
      source: "by hand; the gradient at 0 is 0 (API.md)",
      inputs: { parameters: [1, -2, 0] },
      reduction: "sum",
      loss: 3,
      gradients: { parameters: [1, -1, 0] },
    },
  ],
};
