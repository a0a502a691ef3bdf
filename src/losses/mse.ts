import body from "../../shaders/losses/mse.wgsl?raw";
import { elementwise } from "../families/elementwise.js";

/**
 * Squared error: (predictions − targets)².
 *
 * Inputs `predictions`, `targets`: one shape (or one element for all); gradients of both.
 * The same as `torch.nn.MSELoss`.
 */
export const mse = elementwise({
  name: "mse",
  inputs: { predictions: "real", targets: "real" },
  gradients: ["predictions", "targets"],
  params: {},
  formula: "(p-t)^2",
  citation: "A.-M. Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, 1805",
  body,
});
