import type { ElementReference } from "../shapes.js";

/** over·e² if p > t, under·e² if p < t. */
export const asymmetricSquaredError: ElementReference<
  { over: number; under: number },
  "predictions" | "targets"
> = ({ over, under }, { predictions, targets }) => {
  const error = predictions - targets;
  const price = error > 0 ? over : under;
  return { value: price * error ** 2, predictions: 2 * price * error, targets: -2 * price * error };
};
