import type { Engine } from "fusedloss";
import type { Shown } from "../../model/pictures/exhibits.js";
import type { Picture } from "../../model/pictures/picture.js";
import type { Easel } from "./easel.js";

/** What is to be painted. */
export interface Commission {
  /** From where all set out. */
  readonly start: Picture;
  readonly shown: Readonly<Record<Shown, Picture>>;
  /** The price of a difference of neighbours. */
  readonly lambda: number;
}

/** Where it is painted: an easel for each loss, by its name. */
export interface Studio {
  /** Where there is a GPU. */
  readonly engine?: Engine;
  readonly easels: Readonly<Record<string, Easel>>;
}
