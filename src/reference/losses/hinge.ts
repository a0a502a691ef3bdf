import type { ElementReference } from "../shapes.js";

/** max(0, m − t·p); slope 0 at the margin. */
export const hinge: ElementReference<{ margin: number }, "predictions" | "targets"> = (
  { margin },
  { predictions, targets },
) => {
  const short = margin - targets * predictions;
  return short > 0 ? { value: short, predictions: -targets } : { value: 0, predictions: 0 };
};
