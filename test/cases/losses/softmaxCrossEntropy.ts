import type { LossCases } from "../case.js";

const ln2 = Math.LN2;
const none = Number.NEGATIVE_INFINITY;

export const softmaxCrossEntropy: LossCases = {
  variants: [
    {},
    { labelSmoothing: 0.1, classWeights: [0.5, 2, 1.25, 0] },
    { temperature: 0.7, zLoss: 1e-2, softcap: 5 },
    { temperature: 2.5, labelSmoothing: 0.3, classWeights: [1, 3, 0.25, 2], zLoss: 1e-3 },
  ],
  given: [
    ["logits", "labels"],
    ["logits", "targets"],
  ],
  rows: [
    {
      source:
        "the definition, by hand: log(e² + e + e^0.1) = log(7.389056098931 + 2.718281828459 + 1.105170918076) = 2.417030016278, less 2; log(e^0.5 + e^2.5 + e^0.3) = log(1.648721270700 + 12.182493960703 + 1.349858807576) = 2.720049523021, less 2.5; gradient (softmax − one-hot)/2",
      inputs: {
        logits: [
          [2, 1, 0.1],
          [0.5, 2.5, 0.3],
        ],
        labels: [0, 1],
      },
      reduction: "mean",
      loss: 0.3185397696491856,
      gradients: {
        logits: [
          -0.17049943055701605, 0.12121648535235696, 0.04928294520465908, 0.05430186515350619,
          -0.09876047210417534, 0.044458606950669145,
        ],
      },
    },
    {
      source: "the same rows one by one",
      inputs: {
        logits: [
          [2, 1, 0.1],
          [0.5, 2.5, 0.3],
        ],
        labels: [0, 1],
      },
      loss: [0.4170300162778335, 0.22004952302053776],
    },
    {
      source: "PyTorch, test/cpp/api/modules.cpp, CrossEntropyLoss: 0.6931",
      inputs: {
        logits: [
          [3, 3],
          [2, 2],
        ],
        labels: [0, 1],
      },
      reduction: "mean",
      loss: 0.6931,
      within: 5e-5,
    },
    {
      source:
        "PyTorch, test/cpp/api/modules.cpp, CrossEntropyLoss, label smoothing with class indices: 0.3326",
      params: { labelSmoothing: 0.15 },
      inputs: {
        logits: [
          [3, 1],
          [1, 2],
        ],
        labels: [0, 1],
      },
      reduction: "mean",
      loss: 0.3326,
      within: 5e-5,
    },
    {
      source:
        "PyTorch, test/cpp/api/modules.cpp, CrossEntropyLoss, label smoothing with probabilities: 0.5701",
      params: { labelSmoothing: 0.2 },
      inputs: {
        logits: [
          [3, 1],
          [1, 2],
        ],
        targets: [
          [0.8, 0.2],
          [0.1, 0.9],
        ],
      },
      reduction: "mean",
      loss: 0.5701,
      within: 5e-5,
    },
    {
      source:
        "optax, losses/_classification_test.py, SafeSoftmaxCrossEntropyTest: [9.00013, 3.0696733, 0.693147, inf, 0]",
      inputs: {
        logits: [
          [10, 1, -2],
          [1, 4, 0.2],
          [none, 0, 0],
          [none, 0, 0],
          [none, 0, none],
        ],
        targets: [
          [0, 1, 0],
          [1, 0, 0],
          [0, 0.5, 0.5],
          [0.4, 0.3, 0.3],
          [0, 1, 0],
        ],
      },
      loss: [9.00013, 3.0696733, 0.693147, Number.POSITIVE_INFINITY, 0],
      within: 5e-6,
    },
    {
      source:
        "by hand, smoothing × class weights × ignoreIndex: −log p is ln 2·[1, 2, 2] and ln 2·[2, 1, 2]; 0.7·1·1 + 0.1·(1·1 + 2·2 + 4·2) = 2; 0.7·4·2 + 0.1·(1·2 + 2·1 + 4·2) = 6.8; mean 8.8·ln 2 over 1 + 4. Gradient (Σwt·p − wt)/5 with wt = [0.8, 0.2, 0.4] and [0.1, 0.2, 3.2]",
      params: { labelSmoothing: 0.3, classWeights: [1, 2, 4] },
      inputs: {
        logits: [
          [ln2, 0, 0],
          [7, -3, 2],
          [0, ln2, 0],
        ],
        labels: [0, -100, 2],
      },
      reduction: "mean",
      loss: 1.76 * ln2,
      gradients: { logits: [-0.02, 0.03, -0.01, 0, 0, 0, 0.155, 0.31, -0.465] },
    },
    {
      source:
        "by hand, targets with class weights: Σ w t(−log p) = ln 2·(1·0.5·1 + 4·0.5·2) = 4.5·ln 2, the mean divides by rows; Σwt·p − wt, wt = [0.5, 0, 2]",
      params: { classWeights: [1, 2, 4] },
      inputs: { logits: [[ln2, 0, 0]], targets: [[0.5, 0, 0.5]] },
      reduction: "mean",
      loss: 4.5 * ln2,
      gradients: { logits: [0.75, 0.625, -1.375] },
    },
    {
      source: "by hand: targets need not sum to 1; ln 2·(1 + 2), gradient softmax·Σt − t = 2p − t",
      inputs: { logits: [[ln2, 0, 0]], targets: [[1, 1, 0]] },
      loss: [3 * ln2],
      gradients: { logits: [0, -0.5, 0.5] },
    },
    {
      source: "every row ignored: nothing counts",
      inputs: {
        logits: [
          [1, 2],
          [3, 4],
        ],
        labels: [-100, -100],
      },
      reduction: "mean",
      loss: 0,
      gradients: { logits: [0, 0, 0, 0] },
    },
    {
      source: "by hand: e^(0 − 1e20) is 0, so the loss is the gap; and 0 for the class that leads",
      inputs: {
        logits: [
          [1e20, 0],
          [1e20, 0],
          [-1e20, -1e20],
        ],
        labels: [1, 0, 0],
      },
      loss: [1e20, 0, ln2],
      gradients: { logits: [1, -1, 0, 0, -0.5, 0.5] },
    },
    {
      source: "a row that is nearly sure: log1p(e^−30), gradient ∓ e^−30/(1 + e^−30), to all digits (mpmath)",
      inputs: { logits: [[30, 0]], labels: [0] },
      loss: [9.357622968839737e-14],
      gradients: { logits: [-9.357622968839299e-14, 9.357622968839299e-14] },
      within: 1e-27,
    },
    {
      source:
        "by hand: smoothing spreads over the two unmasked classes; t = [0.9, 0.1, 0], p = [2/3, 1/3, 0]; 0.9·log 1.5 + 0.1·log 3",
      params: { labelSmoothing: 0.2 },
      inputs: { logits: [[ln2, 0, none]], labels: [0] },
      loss: [0.9 * Math.log(1.5) + 0.1 * Math.log(3)],
      gradients: { logits: [2 / 3 - 0.9, 1 / 3 - 0.1, 0] },
    },
    {
      source:
        "the contract: a label on a masked class costs +Infinity, gradient p − t, 0 on the masked class",
      inputs: { logits: [[0, 0, none]], labels: [2] },
      loss: [Number.POSITIVE_INFINITY],
      gradients: { logits: [0.5, 0.5, 0] },
    },
    {
      source:
        "by hand, zLoss with class weights: (1 + 3)·ln 2/4 + 0.5·(ln 2)² (by the count); gradient w(p − t)/4 + 2·0.5·ln 2·½/2",
      params: { zLoss: 0.5, classWeights: [1, 3] },
      inputs: {
        logits: [
          [0, 0],
          [0, 0],
        ],
        labels: [0, 1],
      },
      reduction: "mean",
      loss: ln2 + 0.5 * ln2 ** 2,
      gradients: {
        logits: [-0.125 + 0.25 * ln2, 0.125 + 0.25 * ln2, 0.375 + 0.25 * ln2, -0.375 + 0.25 * ln2],
      },
    },
    {
      source: "by hand, temperature 2: x = [ln 2, 0], p = [2/3, 1/3]; gradient (p − t)/2",
      params: { temperature: 2 },
      inputs: { logits: [[2 * ln2, 0]], labels: [0] },
      loss: [Math.log(1.5)],
      gradients: { logits: [-1 / 6, 1 / 6] },
    },
    {
      source:
        "by hand, softcap 1: tanh(artanh(ln 2)) = ln 2, p = [2/3, 1/3], the slope of tanh is 1 − (ln 2)² and 1",
      params: { softcap: 1 },
      inputs: { logits: [[Math.atanh(ln2), 0]], labels: [1] },
      loss: [Math.log(3)],
      gradients: { logits: [(2 / 3) * (1 - ln2 ** 2), -2 / 3] },
    },
    {
      source: "one class: always sure",
      inputs: { logits: [[-3]], labels: [0] },
      loss: [0],
      gradients: { logits: [0] },
    },
  ],
};
