/** What is asked of a training of embeddings, and what is to be seen of it. */
import type { PullSettings } from "./contenders.js";
import type { Plane } from "./nearest.js";

export interface EmbedSettings extends PullSettings {
  /** Digits from 0 on. */
  readonly digits: number;
  readonly steps: number;
}

/** What is to be seen after so many steps. */
export interface Look {
  readonly step: number;
  /** Of the pictures held out, for each contender. */
  readonly planes: readonly Plane[];
  /** On those points, for each contender. */
  readonly losses: readonly number[];
}

/** Pictures held out of each digit that are shown. */
export const shownOfDigit = 24;
