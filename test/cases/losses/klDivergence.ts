import type { LossCases } from "../case.js";

const ln2 = Math.LN2;
const none = Number.NEGATIVE_INFINITY;

const first = [-2.9957, -3.5066, -3.912, -1.204, -0.6931, -2.3026];
const second = [-1.6094, -1.6094, -1.6094, -2.3026, -1.8971, -1.8971];

export const klDivergence: LossCases = {
  variants: [{}, { logTargets: true }],
  rows: [
    {
      source:
        "optax, losses/_classification_test.py, KLDivergenceTest: [0.8875577, 0.7592807], a target of 0 among them",
      inputs: {
        logProbabilities: [first, second],
        targets: [
          [0.2, 0.2, 0.2, 0.1, 0.15, 0.15],
          [0.05, 0.03, 0.02, 0.3, 0.5, 0],
        ],
      },
      loss: [0.8875577, 0.7592807],
      within: 1e-7,
    },
    {
      source:
        "optax, losses/_classification_test.py, KLDivergenceWithLogTargetsTest: [0.8875625, 0.7187435584901326], to 1e-4 as there",
      params: { logTargets: true },
      inputs: { logProbabilities: [first, second], targets: [second, first] },
      loss: [0.8875625, 0.7187435584901326],
      within: 1e-4,
    },
    {
      source:
        "by hand: ½·(ln ½ − ln ½) + ½·(ln ½ − ln ¼) = ½·ln 2 per row, the mean per row (batchmean); gradients −t/2 and (log t + 1 − log p)/2, none where t is 0",
      inputs: {
        logProbabilities: [
          [-ln2, -2 * ln2, -2 * ln2],
          [-ln2, -2 * ln2, -2 * ln2],
        ],
        targets: [
          [0.5, 0.5, 0],
          [0.5, 0.5, 0],
        ],
      },
      reduction: "mean",
      loss: 0.5 * ln2,
      gradients: {
        logProbabilities: [-0.25, -0.25, 0, -0.25, -0.25, 0],
        targets: [0.5, 0.5 * (1 + ln2), 0, 0.5, 0.5 * (1 + ln2), 0],
      },
    },
    {
      source: "the same with logs: slopes −e^T and e^T(T − log p + 1)",
      params: { logTargets: true },
      inputs: { logProbabilities: [[-ln2, -2 * ln2, -2 * ln2]], targets: [[-ln2, -ln2, none]] },
      loss: [0.5 * ln2],
      gradients: { logProbabilities: [-0.5, -0.5, 0], targets: [0.5, 0.5 * (1 + ln2), 0] },
    },
    {
      source:
        "by hand: a class that is ruled out costs +Infinity where it has a target, and nothing where not",
      inputs: {
        logProbabilities: [
          [none, 0],
          [none, 0],
        ],
        targets: [
          [0.5, 0.5],
          [0, 1],
        ],
      },
      loss: [Number.POSITIVE_INFINITY, 0],
      gradients: { logProbabilities: [0, -0.5, 0, -1], targets: [0, 1 - ln2, 0, 1] },
    },
  ],
};
