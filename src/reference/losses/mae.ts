import type { ElementReference } from "../shapes.js";

/** |p − t|; slope 0 at 0. */
export const mae: ElementReference<Record<never, never>, "predictions" | "targets"> = (
  _,
  { predictions, targets },
) => {
  const error = predictions - targets;
  return { value: Math.abs(error), predictions: Math.sign(error), targets: -Math.sign(error) };
};
