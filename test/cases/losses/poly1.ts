import type { LossCases, WorkedRow } from "../case.js";

const ln2 = Math.LN2;

/** optax, losses/_classification_test.py, PolyLossTest.test_scalar. */
const optax: readonly WorkedRow[] = [
  [2, 4.5317],
  [1, 3.7153],
  [-1, 2.0827],
  [0, 2.899],
  [-0.5, 2.4908],
  [1.214, 3.89],
  [5.45, 7.348],
].map(([epsilon, loss]) => ({
  source: `optax, losses/_classification_test.py, PolyLossTest.test_scalar, epsilon ${epsilon}: ${loss}`,
  params: { epsilon },
  inputs: { logits: [[0.14, 1.456, 2.356, -0.124, -2.47]], targets: [[0.1, 0.15, 0.2, 0.25, 0.3]] },
  loss: [loss as number],
  within: 1e-4,
}));

export const poly1: LossCases = {
  variants: [{}, { epsilon: -1, labelSmoothing: 0.1 }, { epsilon: 5.45 }],
  given: [
    ["logits", "labels"],
    ["logits", "targets"],
  ],
  rows: [
    ...optax,
    {
      source: "optax, losses/_classification_test.py, PolyLossTest.test_batched, epsilon 2: [0.4823, 1.2567]",
      inputs: {
        logits: [
          [4, 2, 1],
          [0, 5, 1],
        ],
        targets: [
          [1, 0, 0],
          [0, 0.8, 0.2],
        ],
      },
      loss: [0.4823, 1.2567],
      within: 5e-5,
    },
    {
      source: "by hand, p = [½, ¼, ¼]: ln 2 + 2·½; gradient (p − t)(1 + 2·½)",
      inputs: {
        logits: [
          [ln2, 0, 0],
          [1, 2, 3],
        ],
        labels: [0, -100],
      },
      reduction: "mean",
      loss: ln2 + 1,
      gradients: { logits: [-1, 0.5, 0.5, 0, 0, 0] },
    },
    {
      source:
        "by hand, smoothing 0.3: t = [0.8, 0.1, 0.1], Σ t log(1/p) = ln 2·(0.8 + 0.4), Σ t p = 0.45; gradient p − t − 2p(t − 0.45)",
      params: { labelSmoothing: 0.3 },
      inputs: { logits: [[ln2, 0, 0]], labels: [0] },
      loss: [1.2 * ln2 + 1.1],
      gradients: { logits: [-0.3 - 0.35, 0.15 + 0.175, 0.15 + 0.175] },
    },
    {
      source: "a row that is nearly sure: log1p(e^−30) + 2·e^−30/(1 + e^−30); gradient ∓ q(1 + 2p) (mpmath)",
      inputs: { logits: [[30, 0]], labels: [0] },
      loss: [2.8072868906518335e-13],
      gradients: { logits: [-2.8072868906516143e-13, 2.8072868906516143e-13] },
      within: 1e-26,
    },
    {
      source: "the contract: a positive target on a masked class costs +Infinity; p of that class is 0",
      inputs: { logits: [[0, 0, Number.NEGATIVE_INFINITY]], labels: [2] },
      loss: [Number.POSITIVE_INFINITY],
      gradients: { logits: [0.5, 0.5, 0] },
    },
  ],
};
