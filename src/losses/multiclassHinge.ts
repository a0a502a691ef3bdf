import body from "../../shaders/losses/multiclassHinge.wgsl?raw";
import { nonNegative, oneOf } from "../check/params.js";
import { rowwise } from "../families/rowwise.js";

/**
 * Multi-class hinge after Weston and Watkins: every wrong class within the margin of the label's score costs.
 *
 * Σ_{c≠y} max(0, margin − s_y + s_c)^p / C.
 *
 * Inputs `scores` [N, C], `labels` [N]; gradient of `scores`, 0 for a class exactly at the margin.
 * The same as `torch.nn.MultiMarginLoss`.
 *
 * @param params.margin ≥ 0. Default 1.
 * @param params.p 1 or 2. Default 1.
 * @param params.ignoreIndex rows with this label do not count. Default -100.
 * @throws InvalidInputError if a parameter is out of range
 */
export const multiclassHinge = rowwise({
  name: "multiclassHinge",
  inputs: { scores: "real", labels: "labels" },
  gradients: ["scores"],
  params: { margin: nonNegative(1), p: oneOf([1, 2] as const, 1) },
  state: { total: "f32", pull: "f32" },
  numbers: ({ margin }) => ({ margin: margin as number }),
  flags: ({ p }) => ({ Squared: p === 2 }),
  formula: String.raw`\frac1C\sum_{c\ne y}\max(0,\,m-s_y+s_c)^p`,
  citation:
    "J. Weston, C. Watkins, Support Vector Machines for Multi-Class Pattern Recognition, ESANN 1999, 219–224",
  body,
});
