import body from "../../shaders/losses/pairwiseAuc.wgsl?raw";
import { nonNegative, oneOf } from "../check/params.js";
import { pairs } from "../families/pairs.js";

/**
 * A smooth surrogate of 1 − AUC: the mean, over all pairs of a positive and a negative, of how far the positive's
 * score fails to lie above. With d = s⁺ − s⁻: max(0, margin − d)² by default, or log(1 + e^−d) for
 * `surrogate: "logistic"`, which has no margin and leaves it aside.
 *
 * Inputs `scores` and `targets` (0 or 1) of one shape, `[N]`. Gradient of `scores`. `weights` `[N]`: a pair weighs the
 * product of its two. `count` is the number of pairs, exact beyond 2³²; "sum" is the sum over pairs. Without
 * positives or without negatives the loss and the count are 0. No reduction "none".
 *
 * @throws InvalidInputError if margin is negative, or under `checkInputs` for targets other than 0 and 1
 */
export const pairwiseAuc = pairs({
  name: "pairwiseAuc",
  params: {
    margin: nonNegative(1),
    surrogate: oneOf(["squaredHinge", "logistic"] as const, "squaredHinge"),
  },
  numbers: ({ margin, surrogate }) => ({
    margin: margin as number,
    logistic: surrogate === "logistic" ? 1 : 0,
  }),
  formula: String.raw`\frac1{PN}\sum_{i,j}\max(0,\,m-p_i+n_j)^2`,
  citation: "W. Gao, R. Jin, S. Zhu, Z.-H. Zhou, One-Pass AUC Optimization, ICML 2013, 906–914",
  body,
});
