import { sigmoid, softplus } from "../math.js";
import type { ElementReference } from "../shapes.js";

/** log(1 + e^(−t·p)). */
export const logistic: ElementReference<Record<never, never>, "predictions" | "targets"> = (
  _,
  { predictions, targets },
) => ({
  value: softplus(-targets * predictions),
  predictions: -targets * sigmoid(-targets * predictions),
});
