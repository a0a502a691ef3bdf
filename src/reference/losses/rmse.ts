import type { ElementReference } from "../shapes.js";

/** (p − t)², whose mean's root is the loss. */
export const rmse: ElementReference<Record<never, never>, "predictions" | "targets"> = (
  _,
  { predictions, targets },
) => {
  const error = predictions - targets;
  return { value: error ** 2, predictions: 2 * error, targets: -2 * error };
};
