/** What is to be trained: on which pictures, of what make, by which loss. */
import { lossChoices } from "./lossChoices.js";
import type { ModelName } from "./modelChoices.js";
import { pictureSets } from "./pictureSets.js";

export interface ClassifierSettings {
  readonly pictures: string;
  readonly model: ModelName;
  readonly loss: string;
  /** The loss's own parameter, where it has one. */
  readonly parameter: number;
  /** How much more rare classes count, 0 … 1. */
  readonly strength: number;
}

export const firstSettings: ClassifierSettings = {
  pictures: pictureSets[0].name,
  model: "regression",
  loss: lossChoices[0].name,
  parameter: 0,
  strength: 0,
};
