import type { Line } from "./line.js";
import type { Region } from "./region.js";

/** A line on its way to the best one: all that the next step needs, and plain data, so that a worker can be told. */
export interface Fitting extends Line {
  readonly steps: number;
  /** It is as good as it will be. */
  readonly rests: boolean;
  /** Where the best line must be: its heights at the first and the last x. */
  readonly region?: Region;
  /** The mean loss of this line, once it is known. */
  readonly loss?: number;
}

/** What a loss says of a line: its mean over the points, and its slope by the height of the line at each. */
export interface Opinion {
  readonly loss: number;
  readonly slopes: ArrayLike<number>;
}

/** Asks the GPU, or the reference. */
export type Ask = (line: Line) => Promise<Opinion>;
