import type { LossCases } from "../case.js";

const ln2 = Math.LN2;

export const softmaxFocal: LossCases = {
  variants: [{}, { gamma: 0.5, alpha: 0.25 }, { gamma: 3, alpha: [0.5, 2, 1.25, 0] }, { gamma: 0 }],
  rows: [
    {
      source:
        "Keras, losses.CategoricalFocalCrossentropy docs: [3.2058331e-05, 4.6627346e-01], on probabilities, whose logs are logits",
      params: { alpha: 0.25 },
      inputs: {
        logits: [
          [Math.log(0.05), Math.log(0.95), Number.NEGATIVE_INFINITY],
          [Math.log(0.1), Math.log(0.8), Math.log(0.1)],
        ],
        labels: [1, 2],
      },
      loss: [3.2058331e-5, 4.6627346e-1],
      within: 5e-8,
    },
    {
      source:
        "by hand, p = [½, ¼, ¼], γ = 2: ¼·ln 2; factor (1 − p)²(1 + 2·½·2·ln 2) = ¼ + ½·ln 2 times p − t; alpha never divides",
      params: { alpha: [3, 1, 1] },
      inputs: {
        logits: [
          [ln2, 0, 0],
          [5, 5, 5],
        ],
        labels: [0, -100],
      },
      reduction: "mean",
      loss: 0.75 * ln2,
      gradients: {
        logits: [-1.5 * (0.25 + 0.5 * ln2), 0.75 * (0.25 + 0.5 * ln2), 0.75 * (0.25 + 0.5 * ln2), 0, 0, 0],
      },
    },
    {
      source: "γ = 0 is cross entropy: ln 2 and p − t",
      params: { gamma: 0 },
      inputs: { logits: [[ln2, 0, 0]], labels: [0] },
      loss: [ln2],
      gradients: { logits: [-0.5, 0.25, 0.25] },
    },
    {
      source:
        "γ = ½ on a row that is nearly sure (optax issue 1267: NaN elsewhere): with q = e^−40/(1 + e^−40) loss √q·log1p(e^−40), gradient ∓ q·√q·(1 + ½·p·log1p(e^−40)/q) (mpmath)",
      params: { gamma: 0.5 },
      inputs: { logits: [[40, 0]], labels: [0] },
      loss: [8.75651076269652e-27],
      gradients: { logits: [-1.3134766144044781e-26, 1.3134766144044781e-26] },
      within: 1e-38,
    },
    {
      source: "by hand: a label left behind by more than f32 holds has the slope of the cross entropy",
      inputs: { logits: [[2 ** 127, -(2 ** 127)]], labels: [1] },
      loss: [2 ** 128],
      gradients: { logits: [1, -1] },
    },
    {
      source: "the contract: a label on a masked class costs +Infinity; (1 − 0)^γ·(p − t)",
      inputs: { logits: [[0, 0, Number.NEGATIVE_INFINITY]], labels: [2] },
      loss: [Number.POSITIVE_INFINITY],
      gradients: { logits: [0.5, 0.5, 0] },
    },
  ],
};
