import type { ElementReference } from "../shapes.js";

/** q·e² if p < t, (1 − q)·e² if p > t. */
export const expectile: ElementReference<{ q: number }, "predictions" | "targets"> = (
  { q },
  { predictions, targets },
) => {
  const error = predictions - targets;
  const share = error < 0 ? q : 1 - q;
  return { value: share * error ** 2, predictions: 2 * share * error, targets: -2 * share * error };
};
