import body from "../../shaders/losses/sigLip.wgsl?raw";
import { finite, positive } from "../check/params.js";
import { similarity } from "../families/similarity.js";

/**
 * Sigmoid loss of language–image pairs: every pair of a query and a key is a question of its own, whether they
 * belong together.
 *
 * −Σ_j log σ(z_ij(scale·q_i·k_j + bias)), rows of unit length, z = +1 for j = i and −1 else.
 *
 * Inputs `queries` [N, D], `keys` [M, D] with M ≥ N; optional `scale` [1] and `bias` [1], trained in place of the
 * parameters. Gradients of all that are given. An item is a query, so "mean" divides by N, as the paper does and
 * open_clip's `SigLipLoss`.
 *
 * @param params.scale multiplies the cosines, > 0. Default 10.
 * @param params.bias is added to them. Default -10: most pairs do not belong together.
 * @throws ShapeError if queries and keys do not fit each other
 * @throws InvalidInputError if a parameter is out of range
 */
export const sigLip = similarity({
  name: "sigLip",
  inputs: { queries: "real", keys: "real", scale: "real", bias: "real" },
  gradients: ["queries", "keys", "scale", "bias"],
  params: { scale: positive(10), bias: finite(-10) },
  rows: ["queries"],
  columns: "keys",
  trained: ["scale", "bias"],
  numbers: ({ scale, bias }) => ({ scale: scale as number, bias: bias as number }),
  statistic: "sum",
  normalizes: () => true,
  formula: String.raw`-\log\sigma(s\,q_i\cdot k_i+b)-\sum_{j\ne i}\log\sigma(-s\,q_i\cdot k_j-b)`,
  citation:
    "X. Zhai, B. Mustafa, A. Kolesnikov, L. Beyer, Sigmoid Loss for Language Image Pre-Training, ICCV 2023",
  body,
});
