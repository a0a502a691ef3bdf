import type { LossCases } from "../case.js";

const ln2 = Math.LN2;
const ln3 = Math.log(3);

export const listNet: LossCases = {
  variants: [{}],
  rows: [
    {
      source:
        "by hand: top-one probabilities [¾, ¼] of the targets and [⅔, ⅓] of the scores: ¾·ln 1.5 + ¼·ln 3; gradient ∓1/12",
      inputs: { scores: [[ln2, 0]], targets: [[ln3, 0]] },
      loss: [0.75 * Math.log(1.5) + 0.25 * ln3],
      gradients: { scores: [-1 / 12, 1 / 12] },
    },
    {
      source:
        "by hand: scores that are the targets cost the targets' entropy, ln 3 and that of [½, ¼, ¼], and pull nowhere, however large",
      inputs: {
        scores: [[5, 5, 5], [1000 + ln2, 1000, 1000].map(Math.fround)],
        targets: [[1, 1, 1], [1000 + ln2, 1000, 1000].map(Math.fround)],
      },
      loss: [ln3, 1.5 * ln2],
      gradients: { scores: [0, 0, 0, 0, 0, 0] },
      within: 2e-5,
    },
    {
      source:
        "the first example with a third entry that does not count, and a list without entries: the mean is over the one list",
      inputs: {
        scores: [
          [ln2, 7, 0],
          [1, 2, 3],
        ],
        targets: [
          [ln3, -7, 0],
          [1, 2, 3],
        ],
        mask: [
          [1, 0, -2],
          [0, 0, 0],
        ],
      },
      reduction: "mean",
      loss: 0.75 * Math.log(1.5) + 0.25 * ln3,
      gradients: { scores: [-1 / 12, 0, 1 / 12, 0, 0, 0] },
    },
  ],
};
