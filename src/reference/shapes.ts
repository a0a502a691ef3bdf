import type { Params } from "../definition.js";

/** The loss of one element and its slope with respect to each differentiable input. */
export type ElementResult = { readonly value: number } & Readonly<Record<string, number>>;

/** The float64 twin of an elementwise body: textbook, naive where that is exact, stable where it must be. */
export type ElementReference<P = Params, I extends string = string> = (
  params: P,
  inputs: Readonly<Record<I, number>>,
) => ElementResult;

/** A row as its reference sees it. Masked classes are −Infinity in logits. */
export interface Row {
  /** Each input's values along the class axis (not labels). */
  readonly values: Readonly<Record<string, Float64Array>>;
  /** The row's own number of each input that has one per row. */
  readonly numbers: Readonly<Record<string, number>>;
  /** The class index, where labels are given; in range. */
  readonly label: number | undefined;
  readonly classes: number;
}

/** The loss of one row, the gradients of its differentiable inputs, and what else comes out of it. */
export interface RowResult {
  /** The part that the loss's own divisor divides. */
  readonly value: number;
  readonly gradients: Readonly<Record<string, Float64Array>>;
  /** A part that `mean` divides by the plain count instead (zLoss). */
  readonly plain?: { readonly value: number; readonly gradients: Readonly<Record<string, Float64Array>> };
  readonly outputs?: Readonly<Record<string, number>>;
}

/** The float64 twin of a rowwise body. */
export type RowReference<P = Params> = (params: P, row: Row) => RowResult;

/** An input of a loss whose family arranges its items: all of it. */
export interface Whole {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** The losses of all items, and how gradients come back from them. */
export interface ItemsResult {
  /** Each item's loss; NaN where its numbers cannot be used. */
  readonly values: Float64Array;
  /** 1 where the item counts. Left out: all do. */
  readonly counted?: Uint8Array;
  /** Where it is not the items that are counted (pairs): how many there are, and the sum of their weights. */
  readonly tells?: { readonly count: number; readonly weight: number };
  /** What "mean" and "weightedMean" multiply each item's loss by beforehand (ctc: 1 / target length). */
  readonly meanFactors?: Float64Array;
  /** d Σ factors[i]·values[i] / d input, flat, of each differentiable input given. */
  readonly pull: (factors: Float64Array) => Readonly<Record<string, Float64Array>>;
  /** Of inputs whose gradient is a sum over many items or windows, Σ|terms| of it: the largest of its elements'. */
  readonly sizes?: (factors: Float64Array) => Readonly<Record<string, number>>;
  /** Whether an element counts for `checkInputs`. Left out: all do. */
  readonly reads?: (input: string, element: number) => boolean;
  /** Whether an integer is out of its range, where its kind does not say it. */
  readonly isFault?: (input: string, element: number) => boolean;
}

/** The float64 twin of such a loss. */
export type ItemsReference<P = Params> = (
  params: P,
  inputs: Readonly<Record<string, Whole>>,
  layout: { readonly items: number; readonly sizes: Readonly<Record<string, number>> },
  /** Of each item; for losses in whose items more than their own weight takes part. */
  weights: Float64Array | undefined,
) => ItemsResult;

/** The float64 twin of what makes the first input of an inner loss, and carries its gradient back. */
export type InnerReference<P = Params> = (
  params: P,
  inputs: Readonly<Record<string, Whole>>,
  sizes: Readonly<Record<string, number>>,
) => {
  readonly product: Float64Array;
  /** Of each of its elements Σ|terms|. */
  readonly size: Float64Array;
  /** The gradients of its own inputs, and of each element Σ|terms|, for slopes of these sizes. */
  readonly carry: (
    slopes: Float64Array,
    sizes: Float64Array,
  ) => {
    readonly gradients: Readonly<Record<string, Float64Array>>;
    readonly terms: Readonly<Record<string, Float64Array>>;
  };
};

/** A parameter with what an optimiser keeps of it. */
export type Moved<S extends string = string> = Readonly<Record<"parameter" | S, number>>;

/** The float64 twin of an optimiser's body: one parameter, moved. `step` is 1, 2, 3 … */
export type OptimizerReference<P = Params, S extends string = string> = (
  params: P,
  old: Moved<S>,
  gradient: number,
  step: number,
) => Moved<S>;
