import body from "../../shaders/losses/batchHardTriplet.wgsl?raw";
import { nonNegative } from "../check/params.js";
import { similarity } from "../families/similarity.js";

/**
 * Triplet loss with the hardest of the batch: each anchor against its farthest positive and its nearest negative.
 *
 * max(0, d(i, p) − d(i, n) + margin), d Euclidean, p the farthest of the same label, n the nearest of another;
 * ties go to the lowest index.
 *
 * Inputs `embeddings` [N, D] and `labels` [N], identities: any integers. Gradient of `embeddings`, of an anchor
 * and of what it chose; a distance of zero has gradient 0, and so has a loss of exactly 0. An anchor without a
 * positive or without a negative does not count.
 *
 * @param params.margin how much nearer the positive is to be, ≥ 0. Default 1.
 * @throws ShapeError if labels do not fit the embeddings
 * @throws InvalidInputError if margin is out of range
 */
export const batchHardTriplet = similarity({
  name: "batchHardTriplet",
  inputs: { embeddings: "real", labels: "identities" },
  gradients: ["embeddings"],
  params: { margin: nonNegative(1) },
  rows: ["embeddings"],
  numbers: ({ margin }) => ({ margin: margin as number }),
  statistic: "hardest",
  normalizes: () => false,
  decides: true,
  formula: String.raw`\max(0,\max_p|x_i-x_p|-\min_n|x_i-x_n|+m)`,
  citation:
    "A. Hermans, L. Beyer, B. Leibe, In Defense of the Triplet Loss for Person Re-Identification, arXiv:1703.07737 (2017)",
  body,
});
