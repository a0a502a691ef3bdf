import body from "../../shaders/losses/jsDivergence.wgsl?raw";
import { between } from "../check/params.js";
import { rowwise } from "../families/rowwise.js";

/**
 * Jensen–Shannon divergence of two distributions given by their logarithms, weighed by β.
 *
 * β·KL(P ‖ M) + (1 − β)·KL(Q ‖ M) with P = e^logTargets, Q = e^logProbabilities, M = βP + (1 − β)Q.
 *
 * Inputs `logProbabilities`, `logTargets` [N, C]; gradients of both, (1 − β)·Q·log(Q/M) and β·P·log(P/M). −Infinity
 * is a probability of 0, and the loss is finite all the same. With β = ½ the square of
 * `scipy.spatial.distance.jensenshannon`.
 *
 * @param params.beta weight of the targets in the mixture, in (0, 1). Default 0.5.
 * @throws InvalidInputError if a parameter is out of range
 */
export const jsDivergence = rowwise({
  name: "jsDivergence",
  inputs: { logProbabilities: "logits", logTargets: "logits" },
  gradients: ["logProbabilities", "logTargets"],
  params: { beta: between(0, 1, 0.5) },
  state: { total: "f32" },
  numbers: ({ beta }) => ({ beta: beta as number, gamma: 1 - (beta as number) }),
  formula: String.raw`\beta\,\mathrm{KL}(P\,\|\,M)+(1-\beta)\,\mathrm{KL}(Q\,\|\,M),\quad M=\beta P+(1-\beta)Q`,
  citation:
    "J. Lin, Divergence Measures Based on the Shannon Entropy, IEEE Trans. Inf. Theory 37 (1991) 145–151",
  body,
});
