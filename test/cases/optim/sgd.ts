import { sgd as make } from "../../../src/optim/sgd.js";
import type { OptimizerCases } from "../steps.js";

/** The slope of (w − 2)². */
const slope = (w: number): number => 2 * (w - 2);

export const sgd: OptimizerCases = {
  rows: [
    {
      source: "airoads.org, chapter 6.1.5: the output of torch.optim.SGD(lr=0.1) on (w − 2)² from 5",
      optimizer: make({ learningRate: 0.1 }),
      start: [5],
      slope,
      after: { 1: [4.4], 5: [2.983], 10: [2.322], 25: [2.011] },
      within: 5e-4,
    },
    {
      source: "the same with momentum=0.9",
      optimizer: make({ learningRate: 0.1, momentum: 0.9 }),
      start: [5],
      slope,
      after: { 1: [4.4], 5: [0.259], 10: [2.013], 25: [2.475] },
      within: 5e-4,
    },
    {
      // b₁ = 1, w₁ = 1 − 0.1·(1 + 0.5·1); b₂ = 0.5·1 + 1, w₂ = w₁ − 0.1·(1 + 0.5·1.5).
      source: "the definition of nesterov, by hand, with a slope of 1",
      optimizer: make({ learningRate: 0.1, momentum: 0.5, nesterov: true }),
      start: [1],
      slope: () => 1,
      after: { 1: [0.85], 2: [0.675] },
    },
    {
      // g = 0 + 0.5·w: each step leaves 1 − 0.1·0.5 of w.
      source: "weight decay alone, by hand",
      optimizer: make({ learningRate: 0.1, weightDecay: 0.5 }),
      start: [2, -4],
      slope: () => 0,
      after: { 1: [1.9, -3.8], 2: [1.805, -3.61] },
    },
    {
      // The norm of (3, 4) is 5: each is multiplied by 1/(5 + 1e-6).
      source: "torch.nn.utils.clip_grad_norm_, by hand",
      optimizer: make({ learningRate: 1, clipGlobalNorm: 1 }),
      start: [3, 4],
      slope: (w) => w,
      after: { 1: [3 - 3 / 5.000001, 4 - 4 / 5.000001] },
    },
  ],
  variants: [
    make({ learningRate: 0.05 }),
    make({ learningRate: 0.01, momentum: 0.9 }),
    make({ learningRate: 0.01, momentum: 0.7, nesterov: true, weightDecay: 0.1 }),
    make({ learningRate: 0.02, momentum: 0.5, clipGlobalNorm: 3 }),
    make({ learningRate: 0.02, weightDecay: 0.01, clipGlobalNorm: 1e9 }),
  ],
};
