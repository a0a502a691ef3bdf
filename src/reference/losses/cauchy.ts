import type { ElementReference } from "../shapes.js";

/** log(1 + ½(e/s)²). */
export const cauchy: ElementReference<{ scale: number }, "predictions" | "targets"> = (
  { scale },
  { predictions, targets },
) => {
  const u = (predictions - targets) / scale;
  const slope = u / (1 + 0.5 * u ** 2) / scale;
  return { value: Math.log1p(0.5 * u ** 2), predictions: slope, targets: -slope };
};
