import body from "../../shaders/losses/marginRanking.wgsl?raw";
import { nonNegative } from "../check/params.js";
import { elementwise } from "../families/elementwise.js";

/**
 * Margin ranking loss of pairs of scores: max(0, −t(a − b) + margin). t = 1 wants a above b, t = −1 below.
 *
 * Inputs `a`, `b` (scores), `targets` (−1 or 1): one shape (or one element for all); gradients of `a` and `b`,
 * 0 for a pair exactly at the margin. The same as `torch.nn.MarginRankingLoss`.
 *
 * @param params.margin by how much the one must lead, ≥ 0. Default 0.
 * @throws InvalidInputError if margin is out of range
 */
export const marginRanking = elementwise({
  name: "marginRanking",
  inputs: { a: "real", b: "real", targets: "sign" },
  gradients: ["a", "b"],
  params: { margin: nonNegative(0) },
  formula: String.raw`\max(0,\,-t\,(a-b)+m)`,
  citation:
    "R. Herbrich, T. Graepel, K. Obermayer, Large Margin Rank Boundaries for Ordinal Regression, Advances in Large Margin Classifiers (2000) 115–132",
  body,
});
