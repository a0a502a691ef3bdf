import type { LossCases } from "../case.js";

const ln2 = Math.LN2;
const ln3 = Math.log(3);
const none = Number.NEGATIVE_INFINITY;

export const distillation: LossCases = {
  variants: [{}, { temperature: 1 }, { temperature: 4.5 }],
  rows: [
    {
      source:
        "by hand, T = 2: softmax([ln 9, 0]/2) = [¾, ¼] against [½, ½]: 4(¾·ln 1.5 + ¼·ln ½); gradient T(q − p) = 2·∓¼, which is Hinton's 1/T of T²",
      inputs: { logits: [[0, 0]], teacherLogits: [[2 * ln3, 0]] },
      loss: [3 * Math.log(1.5) - ln2],
      gradients: { logits: [-0.5, 0.5] },
    },
    {
      source:
        "the same at T = 1, [9/10, 1/10] against [½, ½], the mean over two rows of which one is its teacher",
      params: { temperature: 1 },
      inputs: {
        logits: [
          [0, 0],
          [1, -2],
        ],
        teacherLogits: [
          [2 * ln3, 0],
          [1, -2],
        ],
      },
      reduction: "mean",
      loss: 0.5 * (0.9 * Math.log(1.8) + 0.1 * Math.log(0.2)),
      gradients: { logits: [-0.2, 0.2, 0, 0] },
    },
    {
      source:
        "a student 2⁻¹⁰ and 2⁻⁹ from its teacher, T = 2: 4·KL and 2(q − p), which are small differences (mpmath, 40 digits)",
      inputs: { logits: [[1 + 2 ** -10, 2 - 2 ** -9, 3]], teacherLogits: [[1, 2, 3]] },
      loss: [5.873515866607105e-7],
      gradients: { logits: [0.0002598824959966701, -0.00047148248598070816, 0.0002115999899840381] },
      within: 1e-14,
    },
    {
      source: "both nearly sure, T = 2: [60, 0] against [50, 0] (mpmath, 40 digits)",
      inputs: { logits: [[50, 0]], teacherLogits: [[60, 0]] },
      loss: [5.330594594694888e-11],
      gradients: { logits: [-2.7588735270165504e-11, 2.7588735270165504e-11] },
      within: 1e-22,
    },
    {
      source:
        "by hand: a class that the teacher rules out costs nothing itself: p = [1, 0], q = [½, ½] gives ln 2; one that only the student rules out costs everything, gradient q − p on the others",
      params: { temperature: 1 },
      inputs: {
        logits: [
          [0, 0],
          [0, none],
        ],
        teacherLogits: [
          [0, none],
          [0, 0],
        ],
      },
      loss: [ln2, Number.POSITIVE_INFINITY],
      gradients: { logits: [-0.5, 0.5, 0.5, 0] },
    },
    {
      source:
        "the contract: a class masked in both is in neither softmax; a row masked throughout is not counted",
      params: { temperature: 1 },
      inputs: {
        logits: [
          [0, 0, none],
          [none, none, none],
        ],
        teacherLogits: [
          [ln3, 0, none],
          [1, 2, 3],
        ],
      },
      reduction: "mean",
      loss: 0.75 * Math.log(1.5) - 0.25 * ln2,
      gradients: { logits: [-0.25, 0.25, 0, 0, 0, 0] },
    },
  ],
};
