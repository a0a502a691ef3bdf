import type { ElementReference } from "../shapes.js";

/** (log1p(p) − log1p(t))². */
export const msle: ElementReference<Record<never, never>, "predictions" | "targets"> = (
  _,
  { predictions, targets },
) => {
  const error = Math.log1p(predictions) - Math.log1p(targets);
  return { value: error ** 2, predictions: (2 * error) / (1 + predictions) };
};
