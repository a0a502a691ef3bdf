import body from "../../shaders/losses/ntXent.wgsl?raw";
import { positive } from "../check/params.js";
import { similarity } from "../families/similarity.js";

/**
 * NT-Xent, the loss of SimCLR: each of 2N views is to find the other view of the same thing among all
 * other 2N − 1 views.
 *
 * −log of e^{s_ip/τ} over Σ_{j≠i} e^{s_ij/τ}, s the cosines of the views a_1 … a_N, b_1 … b_N and p the partner of i.
 *
 * Inputs `a`, `b` [N, D], row i of both being views of one thing; gradients of both. An item is a view: 2N of
 * them, those of `a` first. N = 1 has no negatives: exactly 0. The same as lightly's `NTXentLoss`.
 *
 * @param params.temperature divides the cosines, > 0. Default 0.5.
 * @throws ShapeError if a and b differ in shape
 * @throws InvalidInputError if temperature is out of range
 */
export const ntXent = similarity({
  name: "ntXent",
  inputs: { a: "real", b: "real" },
  gradients: ["a", "b"],
  params: { temperature: positive(0.5) },
  rows: ["a", "b"],
  numbers: ({ temperature }) => ({ scale: 1 / Math.fround(temperature as number) }),
  statistic: "contrast",
  normalizes: () => true,
  formula: String.raw`-\log\frac{e^{s_{ip}}}{\sum_{j\ne i}e^{s_{ij}}}\quad s_{ij}=\tfrac1T z_i\cdot z_j`,
  citation:
    "T. Chen, S. Kornblith, M. Norouzi, G. Hinton, A Simple Framework for Contrastive Learning of Visual Representations, ICML 2020",
  body,
});
