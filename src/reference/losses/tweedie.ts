import { timesExp } from "../math.js";
import type { ElementReference } from "../shapes.js";

/** −t·e^((1−ρ)x)/(1−ρ) + e^((2−ρ)x)/(2−ρ). */
export const tweedie: ElementReference<{ power: number }, "predictions" | "targets"> = (
  { power },
  { predictions, targets },
) => {
  const found = timesExp(targets, (1 - power) * predictions);
  const expected = Math.exp((2 - power) * predictions);
  return { value: expected / (2 - power) - found / (1 - power), predictions: expected - found };
};
