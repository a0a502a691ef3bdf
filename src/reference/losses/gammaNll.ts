import { timesExp } from "../math.js";
import type { ElementReference } from "../shapes.js";

/** t·e⁻ˣ + x. */
export const gammaNll: ElementReference<Record<never, never>, "predictions" | "targets"> = (
  _,
  { predictions, targets },
) => {
  const ratio = timesExp(targets, -predictions);
  return { value: ratio + predictions, predictions: 1 - ratio };
};
