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
