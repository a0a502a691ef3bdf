import body from "../../shaders/losses/listNet.wgsl?raw";
import { rowwise } from "../families/rowwise.js";
import { softmaxPair } from "../families/softmaxPair.js";

/**
 * ListNet: the cross entropy of the scores' top-one probabilities against those of the targets.
 *
 * −Σ softmax(targets)·log softmax(scores).
 *
 * Inputs `scores`, `targets` [N, C], any real relevances, and `mask` [N, C] where lists are of unlike lengths: an
 * entry with mask 0 is in neither softmax and is not read, and a list without entries is not counted. Gradient
 * of `scores`.
 *
 * @throws InvalidInputError if a parameter is out of range
 */
export const listNet = rowwise({
  name: "listNet",
  inputs: { scores: "real", targets: "real", mask: "mask" },
  optional: ["mask"],
  gradients: ["scores"],
  params: {},
  ...softmaxPair,
  // Not what only the divergence needs: 256 lanes' states must fit 16 KiB.
  carried: () => Object.keys(softmaxPair.state).filter((field) => field !== "own" && field !== "blocked"),
  formula: String.raw`-\sum_c p_c\log q_c,\quad p=\operatorname{softmax}(t),\ q=\operatorname{softmax}(s)`,
  citation:
    "Z. Cao, T. Qin, T.-Y. Liu, M.-F. Tsai, H. Li, Learning to Rank: From Pairwise Approach to Listwise Approach, ICML 2007, 129–136",
  body,
});
