import body from "../../shaders/losses/crammerSinger.wgsl?raw";
import { nonNegative } from "../check/params.js";
import { rowwise } from "../families/rowwise.js";

/**
 * Multi-class hinge after Crammer and Singer: only the strongest wrong class costs.
 *
 * max(0, margin + max_{c≠y} s_c − s_y).
 *
 * Inputs `scores` [N, C], `labels` [N]; gradient of `scores`, 0 exactly at the margin; of wrong classes with
 * equal scores the first is pulled. The same as `optax.losses.multiclass_hinge_loss` at margin 1.
 *
 * @param params.margin ≥ 0. Default 1.
 * @param params.ignoreIndex rows with this label do not count. Default -100.
 * @throws InvalidInputError if a parameter is out of range
 */
export const crammerSinger = rowwise({
  name: "crammerSinger",
  inputs: { scores: "real", labels: "labels" },
  gradients: ["scores"],
  params: { margin: nonNegative(1) },
  state: { rival: "f32", index: "u32" },
  numbers: ({ margin }) => ({ margin: margin as number }),
  formula: String.raw`\max\bigl(0,\;m+\max_{c\ne y}s_c-s_y\bigr)`,
  citation:
    "K. Crammer, Y. Singer, On the Algorithmic Implementation of Multiclass Kernel-based Vector Machines, JMLR 2 (2001) 265–292",
  body,
});
