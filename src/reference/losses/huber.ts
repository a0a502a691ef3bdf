import type { ElementReference } from "../shapes.js";

/** ½e² if |e| ≤ δ, else δ(|e| − ½δ). */
export const huber: ElementReference<{ delta: number }, "predictions" | "targets"> = (
  { delta },
  { predictions, targets },
) => {
  const error = predictions - targets;
  const size = Math.abs(error);
  if (size <= delta) return { value: 0.5 * error ** 2, predictions: error, targets: -error };
  const slope = delta * Math.sign(error);
  return { value: delta * (size - 0.5 * delta), predictions: slope, targets: -slope };
};
