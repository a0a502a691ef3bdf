import type { ElementReference } from "../shapes.js";

/** max(0, m − t·p)². */
export const squaredHinge: ElementReference<{ margin: number }, "predictions" | "targets"> = (
  { margin },
  { predictions, targets },
) => {
  const short = Math.max(0, margin - targets * predictions);
  return { value: short ** 2, predictions: -2 * targets * short };
};
