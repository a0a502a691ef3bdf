import type { LossCases } from "../case.js";

export const binaryPoly1: LossCases = {
  variants: [{}, { epsilon: -0.5 }, { epsilon: 0 }],
  rows: [
    {
      source: "by hand at 0: log 2 + 2·½, slope ∓(½ + 2·¼)",
      inputs: { logits: [0, 0, 0], targets: [1, 0, 0.5] },
      loss: [Math.LN2 + 1, Math.LN2 + 1, Math.LN2 + 1],
      gradients: { logits: [-1, 1, 0] },
    },
    {
      source: "by hand: p_t = 0.9 costs −log 0.9 − 1·0.1, slope −0.1 + 0.9·0.1",
      params: { epsilon: -1 },
      inputs: { logits: [Math.log(9)], targets: [1] },
      loss: [-Math.log(0.9) - 0.1],
      gradients: { logits: [-0.01] },
    },
  ],
};
