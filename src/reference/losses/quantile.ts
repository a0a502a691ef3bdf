import type { ElementReference } from "../shapes.js";

/** max(q·(t − p), (q − 1)·(t − p)); slope 0 at 0. */
export const quantile: ElementReference<{ q: number }, "predictions" | "targets"> = (
  { q },
  { predictions, targets },
) => {
  const short = targets - predictions;
  const slope = short > 0 ? q : short < 0 ? q - 1 : 0;
  return { value: Math.max(q * short, (q - 1) * short), predictions: -slope, targets: slope };
};
