import body from "../../shaders/losses/smoothL1.wgsl?raw";
import { nonNegative } from "../check/params.js";
import { elementwise } from "../families/elementwise.js";

/**
 * Smooth L1 loss: absolute error with its corner rounded off within ±β. Huber loss divided by its δ = β.
 *
 * ½e²/β where |e| < β, else |e| − ½β, with e = predictions − targets.
 *
 * Inputs `predictions`, `targets`: one shape (or one element for all); gradients of both.
 * The same as `torch.nn.SmoothL1Loss`.
 *
 * @param params.beta where the parabola becomes a line, ≥ 0; 0 is exactly the absolute error. Default 1.
 * @throws InvalidInputError if beta is out of range
 */
export const smoothL1 = elementwise({
  name: "smoothL1",
  inputs: { predictions: "real", targets: "real" },
  gradients: ["predictions", "targets"],
  params: { beta: nonNegative(1) },
  formula: String.raw`\begin{cases}\tfrac1{2\beta}e^2 & |e|<\beta\\ |e|-\tfrac12\beta & |e|\ge\beta\end{cases}\quad e=p-t`,
  citation: "R. Girshick, Fast R-CNN, ICCV 2015",
  body,
});
