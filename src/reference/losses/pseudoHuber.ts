import type { ElementReference } from "../shapes.js";

/** δ²(√(1 + (e/δ)²) − 1) = e²/(√(1 + (e/δ)²) + 1). */
export const pseudoHuber: ElementReference<{ delta: number }, "predictions" | "targets"> = (
  { delta },
  { predictions, targets },
) => {
  const error = predictions - targets;
  const root = Math.hypot(1, error / delta);
  return { value: error ** 2 / (root + 1), predictions: error / root, targets: -error / root };
};
