import type { Params } from "../definition.js";

/** What a metric knows of the items seen so far: plain JSON, exact where it counts. */
export type Totals = Readonly<Record<string, number | readonly number[]>>;

/** How totals of two batches become one, and how totals become the metric. */
export interface Rule {
  readonly name: string;
  /**
   * Associative and independent of order, to rounding.
   *
   * @throws InvalidInputError where the two are not of one metric with the same settings
   */
  readonly merge: (a: Totals, b: Totals) => Totals;
  readonly finish: (totals: Totals, params: Params) => number | Float64Array;
}
