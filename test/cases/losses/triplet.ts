import type { LossCases } from "../case.js";

const epsilon = 1e-6;
/** The differences as PyTorch sees them, and the distances of figure 2 below. */
const [three, four] = [-3 + epsilon, -4 + epsilon];
const five = Math.hypot(three, four);
const six = -6 + epsilon;
const fours = Math.hypot(epsilon, six);

export const triplet: LossCases = {
  variants: [{}, { margin: 0, swap: true }, { p: 1 }, { p: 3, swap: true, margin: 0.5 }],
  rows: [
    {
      source: "PyTorch, test/cpp/api/modules.cpp, TripletMarginLoss: 0, for √2 − √18 + 1 < 0",
      inputs: { anchor: [[3, 3]], positive: [[2, 2]], negative: [[0, 0]] },
      loss: [0],
      gradients: { anchor: [0, 0], positive: [0, 0], negative: [0, 0] },
    },
    {
      source:
        "by hand with PyTorch's ε in every difference: |(−3, −4) + ε| − |(0, −6) + ε| + 2; slopes (x − y + ε)/d",
      params: { margin: 2 },
      inputs: { anchor: [[0, 0]], positive: [[3, 4]], negative: [[0, 6]] },
      loss: [five - fours + 2],
      gradients: {
        anchor: [three / five - epsilon / fours, four / five - six / fours],
        positive: [-three / five, -four / five],
        negative: [epsilon / fours, six / fours],
      },
    },
    {
      source: "by hand, p = 1: (3 + 4 − 2ε) − (6 + ε − ε) + 2, ε added to 0 and to −6; slopes are signs",
      params: { margin: 2, p: 1 },
      inputs: { anchor: [[0, 0]], positive: [[3, 4]], negative: [[0, 6]] },
      loss: [7 - 2 * epsilon - 6 + 2],
      gradients: { anchor: [-2, 0], positive: [1, 1], negative: [1, -1] },
    },
    {
      source:
        "by hand, p = 3 on a line: distances are |x + ε|, 2 − ε and 3 − ε; 2 − 3 + 1.5; slopes are signs",
      params: { margin: 1.5, p: 3 },
      inputs: { anchor: [[0]], positive: [[2]], negative: [[3]] },
      loss: [0.5],
      gradients: { anchor: [0], positive: [1], negative: [-1] },
    },
    {
      source:
        "by hand, swap: the negative is nearer to the positive (2 − ε) than to the anchor (5 − ε): (3 − ε) − (2 − ε) + 1, whose slopes leave the anchor −1, the positive 1 + 1, the negative −1",
      params: { swap: true },
      inputs: { anchor: [[0]], positive: [[3]], negative: [[5]] },
      loss: [2],
      gradients: { anchor: [-1], positive: [2], negative: [-1] },
    },
    {
      source:
        "torch.min halves the slope between equals: anchor and positive are one, ε·√1 − (2 − ε) + 3; the negative gets −½ − ½",
      params: { swap: true, margin: 3 },
      inputs: { anchor: [[1]], positive: [[1]], negative: [[3]] },
      loss: [1 + 2 * epsilon],
      gradients: { anchor: [1.5], positive: [-0.5], negative: [-1] },
    },
    {
      source: "API.md: nothing exactly at the margin: positive and negative are one, margin 0",
      params: { margin: 0 },
      inputs: { anchor: [[1, 2]], positive: [[3, 5]], negative: [[3, 5]] },
      loss: [0],
      gradients: { anchor: [0, 0], positive: [0, 0], negative: [0, 0] },
    },
  ],
};
