import type { LossCases } from "../case.js";

export const tversky: LossCases = {
  variants: [{}, { alpha: 0.3, beta: 0.7, smooth: 0.5 }, { alpha: 2, beta: 0, smooth: 0 }],
  rows: [
    {
      source:
        "Keras, losses/losses_test.py, TverskyTest.test_binary_segmentation: 0.77777773 (in f32; 7/9), as Dice",
      params: { smooth: 0 },
      inputs: {
        probabilities: [[0, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1]],
        targets: [[1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1]],
      },
      loss: [7 / 9],
    },
    {
      source:
        "by hand, α = 0.2 on false positives, β = 0.8 on false negatives: TP = ¾, FP = ½, FN = ¼, W = 0.3, 1 − 1.75/2.05; slopes (1.75(α(1 − t) − βt) − 0.3t)/2.05²",
      params: { alpha: 0.2, beta: 0.8 },
      inputs: { probabilities: [[0.75, 0.5]], targets: [[1, 0]] },
      loss: [0.3 / 2.05],
      gradients: { probabilities: [(1.75 * -0.8 - 0.3) / 4.2025, (1.75 * 0.2) / 4.2025] },
    },
    {
      source: "the same with logits: p = ¾ is ln 3; slopes ·p(1 − p)",
      params: { alpha: 0.2, beta: 0.8 },
      inputs: { logits: [[Math.log(3), 0]], targets: [[1, 0]] },
      loss: [0.3 / 2.05],
      gradients: {
        logits: [((1.75 * -0.8 - 0.3) / 4.2025) * 0.1875, ((1.75 * 0.2) / 4.2025) * 0.25],
      },
    },
    {
      source: "by hand: α = 1, β = 1 is Jaccard, I = ½, U = 1.5: 1 − 1.5/2.5",
      params: { alpha: 1, beta: 1 },
      inputs: { probabilities: [[0.5, 0.5]], targets: [[1, 0]] },
      loss: [0.4],
      gradients: { probabilities: [-0.4, 0.24] },
    },
    {
      source: "by hand: unsmoothed nothing against nothing is 1 − 0/0 with 0/0 = 0, the limit of p → 0",
      params: { smooth: 0 },
      inputs: { probabilities: [[0, 0]], targets: [[0, 0]] },
      loss: [1],
      gradients: { probabilities: [0, 0] },
    },
  ],
};
