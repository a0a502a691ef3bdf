import body from "../../shaders/losses/binaryCrossEntropyWithLogits.wgsl?raw";
import { nonNegative, numberOrList, unit } from "../check/params.js";
import { elementwise } from "../families/elementwise.js";

/**
 * Binary cross entropy of raw scores, without overflow and without loss of small values.
 *
 * w·y·log(1 + e⁻ˣ) + (1 − y)·log(1 + eˣ), with y = t(1 − s) + ½s and w the positive weight.
 *
 * Inputs `logits`, `targets` (in [0, 1]): one shape (or one element for all); gradient of `logits`.
 * The same as `torch.nn.BCEWithLogitsLoss`.
 *
 * @param params.posWeight weight of the positive side, ≥ 0: a number, or one per entry of the last axis. Default 1.
 * @param params.labelSmoothing s, in [0, 1]. Default 0.
 * @throws InvalidInputError if a parameter is out of range
 */
export const binaryCrossEntropyWithLogits = elementwise({
  name: "binaryCrossEntropyWithLogits",
  inputs: { logits: "logits", targets: "unit" },
  gradients: ["logits"],
  params: { posWeight: numberOrList(nonNegative(1)), labelSmoothing: unit(0) },
  // A list's entries replace the 1, each at its place along the last axis.
  numbers: ({ posWeight, labelSmoothing }) => ({
    posWeight: typeof posWeight === "number" ? posWeight : 1,
    labelSmoothing: labelSmoothing as number,
  }),
  perLastAxis: "posWeight",
  formula: String.raw`-\bigl[w\,y\log\sigma(x)+(1-y)\log(1-\sigma(x))\bigr]\quad y=t(1-s)+\tfrac s2`,
  citation: "D. R. Cox, The Regression Analysis of Binary Sequences, J. R. Statist. Soc. B 20 (1958) 215–242",
  body,
});
