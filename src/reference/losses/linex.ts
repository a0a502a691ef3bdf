import { expRest } from "../math.js";
import type { ElementReference } from "../shapes.js";

/** b(e^(a·e) − a·e − 1). */
export const linex: ElementReference<{ a: number; b: number }, "predictions" | "targets"> = (
  { a, b },
  { predictions, targets },
) => {
  const x = a * (predictions - targets);
  const slope = a * b * Math.expm1(x);
  return { value: b * expRest(x), predictions: slope, targets: -slope };
};
