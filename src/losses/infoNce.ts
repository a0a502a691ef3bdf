import body from "../../shaders/losses/infoNce.wgsl?raw";
import { flag, positive } from "../check/params.js";
import { similarity } from "../families/similarity.js";

/**
 * InfoNCE: every query is to find its key among all keys; with `symmetric`, every key its query too (CLIP).
 *
 * −log softmax_j(scale·q_i·k_j) at j = i, scale = 1/temperature, rows of unit length unless `normalize: false`.
 * `symmetric`: ½ of that and ½ of the same over columns, as open_clip's `ClipLoss`.
 *
 * Inputs `queries` [N, D], `keys` [M, D] with M ≥ N (M = N if symmetric), row i's positive being key i, all others
 * negatives; optional `scale` [1] (CLIP's exp of the logit scale), which is trained in place of 1/temperature.
 * Gradients of all that are given; a zero vector stays zero under normalisation and has gradient 0. An item is a
 * query. The N×M similarities are never stored: memory beyond inputs and gradients grows as N + M.
 *
 * @param params.temperature divides the similarities, > 0. Default 0.07.
 * @param params.normalize whether rows are divided by their norms. Default true.
 * @param params.symmetric whether columns are asked as well. Default false.
 * @throws ShapeError if rows and keys do not fit each other
 * @throws InvalidInputError if a parameter is out of range
 */
export const infoNce = similarity({
  name: "infoNce",
  inputs: { queries: "real", keys: "real", scale: "real" },
  gradients: ["queries", "keys", "scale"],
  params: { temperature: positive(0.07), normalize: flag(true), symmetric: flag(false) },
  rows: ["queries"],
  columns: "keys",
  trained: ["scale"],
  numbers: ({ temperature }) => ({ scale: 1 / Math.fround(temperature as number) }),
  statistic: "contrast",
  normalizes: ({ normalize }) => normalize === true,
  symmetric: ({ symmetric }) => symmetric === true,
  formula: String.raw`-\log\frac{e^{s_{ii}}}{\sum_j e^{s_{ij}}}\quad s_{ij}=\tfrac1T q_i\cdot k_j`,
  citation:
    "A. van den Oord, Y. Li, O. Vinyals, Representation Learning with Contrastive Predictive Coding, arXiv:1807.03748 (2018); A. Radford et al., Learning Transferable Visual Models From Natural Language Supervision, ICML 2021",
  body,
});
