import body from "../../shaders/losses/bpr.wgsl?raw";
import { elementwise } from "../families/elementwise.js";

/**
 * Bayesian personalised ranking: −log σ(positive − negative), without overflow. The regulariser of the paper
 * is a loss of its own (`l2`).
 *
 * Inputs `positive`, `negative`: the scores of the item that was chosen and of one that was not, one shape (or
 * one element for all); gradients of both.
 */
export const bpr = elementwise({
  name: "bpr",
  inputs: { positive: "real", negative: "real" },
  gradients: ["positive", "negative"],
  params: {},
  formula: String.raw`-\log\sigma(s^+-s^-)`,
  citation:
    "S. Rendle, C. Freudenthaler, Z. Gantner, L. Schmidt-Thieme, BPR: Bayesian Personalized Ranking from Implicit Feedback, UAI 2009, 452–461",
  body,
});
