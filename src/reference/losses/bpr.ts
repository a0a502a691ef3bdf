import { sigmoid, softplus } from "../math.js";
import type { ElementReference } from "../shapes.js";

/** −log σ(s⁺ − s⁻) = log(1 + e^(s⁻ − s⁺)). */
export const bpr: ElementReference<Record<never, never>, "positive" | "negative"> = (
  _,
  { positive, negative },
) => {
  const slope = sigmoid(negative - positive);
  return { value: softplus(negative - positive), positive: -slope, negative: slope };
};
