import body from "../../shaders/losses/rankingSoftmax.wgsl?raw";
import { rowwise } from "../families/rowwise.js";

/**
 * Softmax ranking loss: the cross entropy of relevances, as they are, against the softmax of a list's scores.
 *
 * −Σ targets·log softmax(scores).
 *
 * Inputs `scores`, `targets` [N, C], any real relevances, and `mask` [N, C] where lists are of unlike lengths: an
 * entry with mask 0 is not in the softmax and is not read, and a list without entries is not counted. Gradient
 * of `scores`. The same as `rax.softmax_loss`.
 *
 * @throws InvalidInputError if a parameter is out of range
 */
export const rankingSoftmax = rowwise({
  name: "rankingSoftmax",
  inputs: { scores: "real", targets: "real", mask: "mask" },
  optional: ["mask"],
  gradients: ["scores"],
  params: {},
  state: { peak: "f32", rest: "f32", pull: "f32", mass: "f32" },
  formula: String.raw`-\sum_c t_c\log\frac{e^{s_c}}{\sum_k e^{s_k}}`,
  citation:
    "S. Bruch, X. Wang, M. Bendersky, M. Najork, An Analysis of the Softmax Cross Entropy Loss for Learning-to-Rank with Binary Relevance, ICTIR 2019, 75–78",
  body,
});
