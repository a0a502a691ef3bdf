/**
 * How totals of one kind, which are plain JSON, are put together over batches, and what they come to.
 * `merge` is associative, and its order does not matter but for rounding in float64.
 */
export interface Rule<Totals, Recipe, Result> {
  readonly name: string;
  readonly merge: (a: Totals, b: Totals, recipe: Recipe) => Totals;
  /** The result; of `null`, what nothing at all comes to. */
  readonly finish: (totals: Totals | null, recipe: Recipe) => Result;
}

/** A rule whose types are known only where its totals are made. */
export type AnyRule = Rule<unknown, unknown, unknown>;
