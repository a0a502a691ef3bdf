import type { ElementReference } from "../shapes.js";

/** ½e²/β if |e| < β, else |e| − ½β. */
export const smoothL1: ElementReference<{ beta: number }, "predictions" | "targets"> = (
  { beta },
  { predictions, targets },
) => {
  const error = predictions - targets;
  const size = Math.abs(error);
  if (size < beta)
    return { value: (0.5 * error ** 2) / beta, predictions: error / beta, targets: -error / beta };
  return { value: size - 0.5 * beta, predictions: Math.sign(error), targets: -Math.sign(error) };
};
