import body from "../../shaders/losses/binaryCrossEntropy.wgsl?raw";
import { pairOfWeights } from "../check/params.js";
import { elementwise } from "../families/elementwise.js";

/**
 * Binary cross entropy of probabilities; for raw scores there is `binaryCrossEntropyWithLogits`.
 *
 * −[t·log p + (1 − t)·log(1 − p)], each log clamped at −100; the gradient is (p − t)/max(p(1 − p), 1e-12).
 *
 * Inputs `probabilities`, `targets`, both in [0, 1]: one shape (or one element for all); gradient of
 * `probabilities`. The same as `torch.nn.BCELoss`.
 *
 * @param params.classWeights [w₀, w₁], both ≥ 0: each element is weighed by t·w₁ + (1 − t)·w₀, and the mean
 * still divides by the count. Default: no weighing.
 * @throws InvalidInputError if classWeights are out of range
 */
export const binaryCrossEntropy = elementwise({
  name: "binaryCrossEntropy",
  inputs: { probabilities: "unit", targets: "unit" },
  gradients: ["probabilities"],
  params: { classWeights: pairOfWeights },
  numbers: ({ classWeights }) => {
    const [weightZero = 1, weightOne = 1] = (classWeights ?? []) as readonly number[];
    return { weightZero, weightOne };
  },
  formula: String.raw`-\bigl[t\log p+(1-t)\log(1-p)\bigr]`,
  citation: "I. J. Good, Rational Decisions, J. R. Statist. Soc. B 14 (1952) 107–114",
  body,
});
