import body from "../../shaders/losses/pseudoHuber.wgsl?raw";
import { positive } from "../check/params.js";
import { elementwise } from "../families/elementwise.js";

/**
 * Pseudo-Huber (Charbonnier) loss: Huber's shape without a joint. The slope never exceeds δ.
 *
 * δ²(√(1 + (e/δ)²) − 1), with e = predictions − targets.
 *
 * Inputs `predictions`, `targets`: one shape (or one element for all); gradients of both.
 *
 * @param params.delta the miss around which the parabola becomes a line, > 0. Default 1.
 * @throws InvalidInputError if delta is out of range
 */
export const pseudoHuber = elementwise({
  name: "pseudoHuber",
  inputs: { predictions: "real", targets: "real" },
  gradients: ["predictions", "targets"],
  params: { delta: positive(1) },
  formula: String.raw`\delta^2\Bigl(\sqrt{1+(\tfrac{p-t}\delta)^2}-1\Bigr)`,
  citation:
    "P. Charbonnier et al., Deterministic Edge-Preserving Regularization in Computed Imaging, IEEE TIP 6 (1997)",
  body,
});
