import body from "../../shaders/losses/generalizedCrossEntropy.wgsl?raw";
import { positiveUnit } from "../check/params.js";
import { rowwise } from "../families/rowwise.js";

/**
 * Generalised cross entropy: bounded by 1/q, so that rows with a wrong label cannot dominate.
 *
 * (1 − p_y^q)/q: towards cross entropy for q → 0, absolute error at q = 1.
 *
 * Inputs `probabilities` [N, C] in [0, 1], `labels` [N]; gradient of `probabilities`, −max(p_y, 1e-12)^(q−1)
 * at the label.
 *
 * @param params.q in (0, 1]. Default 0.5.
 * @param params.ignoreIndex rows with this label do not count. Default -100.
 * @throws InvalidInputError if a parameter is out of range
 */
export const generalizedCrossEntropy = rowwise({
  name: "generalizedCrossEntropy",
  inputs: { probabilities: "unit", labels: "labels" },
  gradients: ["probabilities"],
  params: { q: positiveUnit(0.5) },
  state: { nothing: "f32" },
  carried: () => [],
  numbers: ({ q }) => ({ q: q as number }),
  formula: String.raw`\frac{1-p_y^{\,q}}{q}`,
  citation:
    "Z. Zhang, M. R. Sabuncu, Generalized Cross Entropy Loss for Training Deep Neural Networks with Noisy Labels, NeurIPS 2018",
  body,
});
