import { adamW as make } from "../../../src/optim/adamW.js";
import type { OptimizerCases } from "../steps.js";

export const adamW: OptimizerCases = {
  rows: [
    {
      // Algorithm 2 with the first step of Adam: w·(1 − 0.1·0.01) − 0.1·0.1/(0.1 + 1e-8).
      source: "Loshchilov and Hutter 2019: the first step with torch's defaults, by hand",
      optimizer: make({ learningRate: 0.1 }),
      start: [1, -2],
      slope: () => 0.1,
      after: { 1: [0.999 - 0.01 / (0.1 + 1e-8), -1.998 - 0.01 / (0.1 + 1e-8)] },
    },
    {
      source: "the decay alone, by hand: each step leaves 1 − 0.1·0.5 of w",
      optimizer: make({ learningRate: 0.1, weightDecay: 0.5 }),
      start: [2],
      slope: () => 0,
      after: { 1: [1.9], 2: [1.805] },
    },
  ],
  variants: [
    make(),
    make({ learningRate: 0.01, beta1: 0.5, beta2: 0.9, epsilon: 1e-3, weightDecay: 0.3 }),
    make({ learningRate: 0.01, beta2: 0.9999, clipGlobalNorm: 0.5 }),
  ],
};
