import body from "../../shaders/losses/contrastive.wgsl?raw";
import { nonNegative } from "../check/params.js";
import { vectors } from "../families/rowwise.js";

/**
 * Contrastive loss of pairs: ½t·d² + ½(1 − t)·max(0, margin − d)², d the Euclidean distance of a and b.
 *
 * Inputs `a`, `b` [N, D] (vectors along the last axis), `targets` [N] (1 for the same, 0 for different, anything
 * between for a mixture; or one number for all pairs); gradients of `a` and `b`. A distance of 0 has no gradient.
 *
 * @param params.margin how far apart different pairs are pushed, ≥ 0. Default 1.
 * @throws InvalidInputError if margin is out of range
 */
export const contrastive = vectors({
  name: "contrastive",
  inputs: { a: "real", b: "real", targets: "unit" },
  perRow: ["targets"],
  gradients: ["a", "b"],
  params: { margin: nonNegative(1) },
  state: { squares: "vec2f" },
  formula: String.raw`\tfrac12 t\,d^2+\tfrac12(1-t)\max(0,\,m-d)^2\quad d=\lVert a-b\rVert_2`,
  citation:
    "R. Hadsell, S. Chopra, Y. LeCun, Dimensionality Reduction by Learning an Invariant Mapping, CVPR 2006, 1735–1742",
  body,
});
