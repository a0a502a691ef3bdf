import type { ElementReference } from "../shapes.js";

/** ρ|w| + (1 − ρ)½w²; the slope of |w| at 0 is 0. */
export const elasticNet: ElementReference<{ l1Ratio: number }, "parameters"> = (
  { l1Ratio },
  { parameters },
) => ({
  value: l1Ratio * Math.abs(parameters) + (1 - l1Ratio) * 0.5 * parameters ** 2,
  parameters: l1Ratio * Math.sign(parameters) + (1 - l1Ratio) * parameters,
});
