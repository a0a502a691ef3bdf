import { lossChoiceOf } from "./lossChoices.js";
import type { ClassifierSettings } from "./settings.js";

/** A run by its loss and what rare classes count in it. */
export function titleOf({ loss, strength }: ClassifierSettings): string {
  const { title } = lossChoiceOf(loss);
  return strength > 0 ? `${title}, weighted ${Number(strength.toFixed(2))}` : title;
}
