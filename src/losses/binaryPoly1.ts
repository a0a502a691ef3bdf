import body from "../../shaders/losses/binaryPoly1.wgsl?raw";
import { finite } from "../check/params.js";
import { elementwise } from "../families/elementwise.js";

/**
 * Poly-1 loss of raw binary scores: the cross entropy with the first term of its series weighed 1 + ε.
 *
 * BCE + ε(1 − p_t), with p = σ(logits), p_t = t·p + (1 − t)(1 − p).
 *
 * Inputs `logits`, `targets` (in [0, 1]): one shape (or one element for all); gradient of `logits`.
 *
 * @param params.epsilon what the first term gains, any finite number; 0 is the cross entropy. Default 2.
 * @throws InvalidInputError if epsilon is not finite
 */
export const binaryPoly1 = elementwise({
  name: "binaryPoly1",
  inputs: { logits: "logits", targets: "unit" },
  gradients: ["logits"],
  params: { epsilon: finite(2) },
  formula: String.raw`-\bigl[t\log p+(1-t)\log(1-p)\bigr]+\varepsilon(1-p_t)\quad p=\sigma(x)`,
  citation:
    "Z. Leng et al., PolyLoss: A Polynomial Expansion Perspective of Classification Loss Functions, ICLR 2022, arXiv:2204.12511",
  body,
});
