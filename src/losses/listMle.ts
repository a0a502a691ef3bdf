import body from "../../shaders/losses/listMle.wgsl?raw";
import { lists } from "../families/lists.js";

/**
 * ListMLE: minus the log-likelihood, in the model of Plackett and Luce, of the order that the targets ask for.
 *
 * Σ_k (log Σ_{j ≥ k} e^{s_j} − s_k) along the descending targets, ties in input order.
 *
 * Inputs `scores`, `targets` [N, C], any real relevances, and `mask` [N, C] where lists are of unlike lengths: an
 * entry with mask 0 is left out and not read, and a list without entries is not counted. Gradient of `scores`. One
 * loss per list. The same as `rax.listmle_loss`.
 *
 * @throws InvalidInputError if classAxis is no axis of the scores
 */
export const listMle = lists({
  name: "listMle",
  params: {},
  formula: String.raw`\sum_k\log\sum_{j\ge k}e^{s_j}-s_k,\quad t_k\ge t_{k+1}`,
  citation:
    "F. Xia, T.-Y. Liu, J. Wang, W. Zhang, H. Li, Listwise Approach to Learning to Rank: Theory and Algorithm, ICML 2008, 1192–1199",
  body,
});
