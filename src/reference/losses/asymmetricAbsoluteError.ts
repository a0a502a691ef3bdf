import type { ElementReference } from "../shapes.js";

/** over·|e| if p > t, under·|e| if p < t; slope 0 at 0. */
export const asymmetricAbsoluteError: ElementReference<
  { over: number; under: number },
  "predictions" | "targets"
> = ({ over, under }, { predictions, targets }) => {
  const error = predictions - targets;
  const price = error > 0 ? over : under;
  const slope = price * Math.sign(error);
  return { value: price * Math.abs(error), predictions: slope, targets: -slope };
};
