import type { ElementReference } from "../shapes.js";

/** 100·|t − p|/max(|t|, ε); slope 0 at 0. The divisor is never below 1e-36. */
export const mape: ElementReference<{ epsilon: number }, "predictions" | "targets"> = (
  { epsilon },
  { predictions, targets },
) => {
  const error = predictions - targets;
  const divisor = Math.max(Math.abs(targets), epsilon, 1e-36);
  return { value: (100 * Math.abs(error)) / divisor, predictions: (100 * Math.sign(error)) / divisor };
};
