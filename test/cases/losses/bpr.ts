import type { LossCases } from "../case.js";

const { LN2: ln2, log } = Math;

export const bpr: LossCases = {
  variants: [{}],
  rows: [
    {
      source:
        "by hand, Rendle et al. 2009, −ln σ(x): σ(0) = ½, σ(ln 3) = ¾, σ(−ln 3) = ¼; slopes −σ(−x) and σ(−x)",
      inputs: { positive: [0.5, log(3), 0], negative: [0.5, 0, log(3)] },
      loss: [ln2, log(4 / 3), log(4)],
      gradients: { positive: [-0.5, -0.25, -0.75], negative: [0.5, 0.25, 0.75] },
    },
    {
      source: "by hand: far behind the loss is the gap; far ahead it is e^−40 = 4.248354255291589e-18",
      inputs: { positive: [-1000, 40], negative: [1000, 0] },
      loss: [2000, 4.248354255291589e-18],
      gradients: { positive: [-1, -4.248354255291589e-18], negative: [1, 4.248354255291589e-18] },
    },
    {
      source: "by hand: the mean over pairs",
      inputs: { positive: [0, log(3)], negative: [0, 0] },
      reduction: "mean",
      loss: (ln2 + log(4 / 3)) / 2,
      gradients: { positive: [-0.25, -0.125], negative: [0.25, 0.125] },
    },
  ],
};
