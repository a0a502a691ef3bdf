import type { LossCases } from "../case.js";

const ln2 = Math.LN2;
const none = Number.NEGATIVE_INFINITY;

export const jsDivergence: LossCases = {
  variants: [{}, { beta: 0.25 }, { beta: 0.9375 }],
  rows: [
    {
      source:
        "scipy.spatial.distance.jensenshannon, docs: 0.46450140402245893 for [1, 0] and [½, ½], its square; disjoint ones ln 2 (1 in base 2), equal ones 0",
      inputs: {
        logTargets: [
          [0, none],
          [0, none],
          [0, none],
        ],
        logProbabilities: [
          [-ln2, -ln2],
          [none, 0],
          [0, none],
        ],
      },
      loss: [0.21576155433883562, ln2, 0],
    },
    {
      source:
        "by hand, β = ¼: P = [½, ½], Q = [¼, ¾], M = [5/16, 11/16]; slopes ¼·½·log(P/M) and ¾·Q·log(Q/M), which are also the terms",
      params: { beta: 0.25 },
      inputs: {
        logTargets: [[-ln2, -ln2]],
        logProbabilities: [[-2 * ln2, Math.log(0.75)]],
      },
      loss: [
        0.125 * Math.log(8 / 5) +
          0.125 * Math.log(8 / 11) +
          0.1875 * Math.log(0.8) +
          0.5625 * Math.log(12 / 11),
      ],
      gradients: {
        logTargets: [0.125 * Math.log(8 / 5), 0.125 * Math.log(8 / 11)],
        logProbabilities: [0.1875 * Math.log(0.8), 0.5625 * Math.log(12 / 11)],
      },
    },
    {
      source:
        "by hand: what one of them lacks costs −β·log β of the other's and pulls as much; what both lack nothing. Q = [1, 0, 0], P = [0, 1, 0], β = ¼",
      params: { beta: 0.25 },
      inputs: { logTargets: [[none, 0, none]], logProbabilities: [[0, none, none]] },
      loss: [0.5 * ln2 - 0.75 * Math.log(0.75)],
      gradients: { logTargets: [0, 0.5 * ln2, 0], logProbabilities: [-0.75 * Math.log(0.75), 0, 0] },
    },
    {
      source:
        "logarithms 2⁻¹² and 2⁻¹¹ apart, β = ¼, unnormalised: a small difference keeps its digits (mpmath, 40 digits)",
      params: { beta: 0.25 },
      inputs: { logTargets: [[-1, -2, -3]], logProbabilities: [[-1 + 2 ** -12, -2 - 2 ** -11, -3]] },
      loss: [5.0802596366160794e-9],
      gradients: {
        logProbabilities: [1.6842754176223394e-5, -1.2386534567418912e-5, 0],
        logTargets: [-1.6840698280526854e-5, 1.2389558931358988e-5, 0],
      },
      within: 1e-16,
    },
  ],
};
