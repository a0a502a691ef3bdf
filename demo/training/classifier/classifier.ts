/** What the page wants of a model, whatever it is made of. */
import type { Loss } from "fusedloss";
import type { Pictures, WeightedPictures } from "../digits.js";

export interface Classifier {
  /** Trains so many steps more; answers the loss before each. */
  train(steps: number): Promise<Float32Array>;
  /** A row for each picture held out, a score for each class: the largest is what it is taken for. */
  scores(): Promise<Float32Array<ArrayBuffer>>;
  destroy(): void;
}

/** What is to be learned, and by what. */
export interface Assignment {
  readonly shown: WeightedPictures;
  readonly held: Pictures;
  readonly classes: number;
  readonly loss: Loss;
  /** What the loss calls the scores. */
  readonly scores: string;
  /** Of the whole course. */
  readonly steps: number;
}
