import { lossChoiceOf } from "./lossChoices.js";
import type { ClassifierSettings } from "./settings.js";

const told = (value: number) => Number(value.toFixed(2));

/** A run by its loss, its parameter where that is not the usual one, and what rare classes count in it. */
export function titleOf({ loss, parameter, strength }: ClassifierSettings): string {
  const { title, parameter: own } = lossChoiceOf(loss);
  const changed = own && parameter !== own.control.start ? `, ${own.name} ${told(parameter)}` : "";
  return `${title}${changed}${strength > 0 ? `, weighted ${told(strength)}` : ""}`;
}
