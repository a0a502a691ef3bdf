import { logCosh as logCoshOf } from "../math.js";
import type { ElementReference } from "../shapes.js";

/** log cosh(p − t). */
export const logCosh: ElementReference<Record<never, never>, "predictions" | "targets"> = (
  _,
  { predictions, targets },
) => {
  const error = predictions - targets;
  return { value: logCoshOf(error), predictions: Math.tanh(error), targets: -Math.tanh(error) };
};
