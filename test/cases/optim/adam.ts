import { adam as make } from "../../../src/optim/adam.js";
import type { OptimizerCases } from "../steps.js";

export const adam: OptimizerCases = {
  rows: [
    {
      source: "airoads.org, chapter 6.1.5: the output of torch.optim.Adam(lr=0.1) on (w − 2)² from 5",
      optimizer: make({ learningRate: 0.1 }),
      start: [5],
      slope: (w) => 2 * (w - 2),
      after: { 1: [4.9], 5: [4.502], 10: [4.014], 25: [2.739] },
      within: 5e-4,
    },
    {
      // The corrections make of the first means the gradient and its size: the step is η·g/(|g| + ε).
      source: "Kingma and Ba 2015, section 2.1: the first step, by hand",
      optimizer: make({ learningRate: 0.5, epsilon: 1 }),
      start: [1, 1, 1],
      slope: () => 3,
      after: { 1: [0.625, 0.625, 0.625] },
    },
    {
      // g = −1 + 0.5·2 = 0 at w = 2: nothing moves it.
      source: "weight decay through the gradient, by hand",
      optimizer: make({ weightDecay: 0.5 }),
      start: [2],
      slope: () => -1,
      after: { 3: [2] },
    },
    {
      // m₂ = 0.5·(0.5·1) + 0.5·2 = 1.25 over 0.75; v₂ = 4, over 1 with β₂ = 0: w₂ = −1 − (1.25/0.75)/2.
      source: "two steps with slopes 1 and 2, β₁ = ½ and β₂ = 0, by hand",
      optimizer: make({ learningRate: 1, beta1: 0.5, beta2: 0, epsilon: 0 }),
      start: [0],
      slope: (w) => (w === 0 ? 1 : 2),
      after: { 1: [-1], 2: [-1 - 1.25 / 0.75 / 2] },
    },
  ],
  variants: [
    make(),
    make({ learningRate: 0.01, beta1: 0.8, beta2: 0.99, epsilon: 1e-4, weightDecay: 0.1 }),
    make({ learningRate: 0.003, beta1: 0, clipGlobalNorm: 2 }),
  ],
};
