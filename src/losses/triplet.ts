import body from "../../shaders/losses/triplet.wgsl?raw";
import { atLeast, flag, nonNegative } from "../check/params.js";
import { vectors } from "../families/rowwise.js";

/**
 * Triplet margin loss: max(0, d(anchor, positive) − d(anchor, negative) + margin).
 *
 * d is the p-norm of a difference to which 1e-6 is added, as `torch.nn.functional.pairwise_distance` does; with
 * `swap` the negative's distance is the smaller of d(anchor, negative) and d(positive, negative), and their
 * gradient is shared where they are equal.
 *
 * Inputs `anchor`, `positive`, `negative` [N, D] (vectors along the last axis); gradients of all three, 0 for a
 * triplet exactly at the margin. The same as `torch.nn.TripletMarginLoss`, but for p = Infinity.
 *
 * @param params.margin by how much the positive must be nearer, ≥ 0. Default 1.
 * @param params.p the norm, finite and ≥ 1. Default 2.
 * @param params.swap hard negatives by the distance swap of Balntas et al. Default false.
 * @throws InvalidInputError if a parameter is out of range
 */
export const triplet = vectors({
  name: "triplet",
  inputs: { anchor: "real", positive: "real", negative: "real" },
  gradients: ["anchor", "positive", "negative"],
  params: { margin: nonNegative(1), p: atLeast(1, 2), swap: flag(false) },
  state: { positive: "vec2f", negative: "vec2f", swapped: "vec2f", lead: "f32", power: "f32" },
  numbers: ({ margin, p }) => ({ margin: margin as number, p: p as number }),
  flags: ({ p, swap }) => ({ Manhattan: p === 1, Euclidean: p === 2, Swap: swap === true }),
  carried: ({ p, swap }) => [
    "positive",
    "negative",
    ...(swap ? ["swapped"] : []),
    p === 1 || p === 2 ? "lead" : "power",
  ],
  formula: String.raw`\max(0,\,d(a,p)-d(a,n)+m)\quad d(x,y)=\lVert x-y+\varepsilon\rVert_p`,
  citation:
    "V. Balntas, E. Riba, D. Ponsa, K. Mikolajczyk, Learning Local Feature Descriptors with Triplets and Shallow Convolutional Neural Networks, BMVC 2016, 119",
  body,
});
