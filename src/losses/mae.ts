import body from "../../shaders/losses/mae.wgsl?raw";
import { elementwise } from "../families/elementwise.js";

/**
 * Absolute error: |predictions − targets|. Its gradient is ±1, and 0 where they are equal.
 *
 * Inputs `predictions`, `targets`: one shape (or one element for all); gradients of both.
 * The same as `torch.nn.L1Loss`.
 */
export const mae = elementwise({
  name: "mae",
  inputs: { predictions: "real", targets: "real" },
  gradients: ["predictions", "targets"],
  params: {},
  formula: "|p-t|",
  citation: "P.-S. Laplace, Mémoire sur la probabilité des causes par les évènements, 1774",
  body,
});
