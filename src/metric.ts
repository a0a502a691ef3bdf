/**
 * What a metric is, as data. Types only, like `definition.ts`: descriptors, their hidden definitions, and what users
 * may read of them.
 */
import type { InputValue } from "./check/inputs.js";
import type { Layout } from "./check/layout.js";
import type { InputKind, Loss, ParamSpecs, Params, ParamsIn, Reduction } from "./definition.js";
import type { Totals as PieceTotals } from "./plan/totals.js";
import type { Rule, Totals } from "./totals/rule.js";

/**
 * How a metric is computed: `mean` as a loss without gradients; `ledger` by counts and sums in bins; `moments` by
 * means and squared distances from them; `sorted` by the order of the scores; `host` on the CPU.
 */
export type MetricFamily = "mean" | "ledger" | "moments" | "sorted" | "host";

/** The symbol under which a descriptor carries its definition; a structured clone loses it. */
export const metricDefinitionOf: unique symbol = Symbol.for("fusedloss.metric");

/** A metric as a user holds it: plain, frozen, without a device. */
export interface Metric<
  Input extends string = string,
  Result extends number | Float64Array = number | Float64Array,
> {
  readonly name: string;
  readonly params: Params;
  readonly [metricDefinitionOf]?: MetricDefinition;
  /** Types only, never present: what it is, the names of the inputs, and what measuring gives. */
  readonly kind?: "metric";
  readonly inputNames?: Input;
  readonly resultType?: Result;
}

/** What a piece of the items leaves on the GPU. */
export interface PieceRecord {
  readonly totals: PieceTotals;
  /** The plan's buffer `record`, if it has one; empty where there were no items. */
  readonly words: Uint32Array;
  readonly layout: Layout;
}

/** What runs for the inputs given: a loss of which nothing but the totals is wanted. */
export interface MetricWork {
  readonly loss: Loss;
  readonly reduction: Reduction;
  /** What a piece left → its totals. */
  readonly totalsOf: (record: PieceRecord) => Totals;
}

export interface MetricDefinition {
  readonly name: string;
  readonly family: MetricFamily;
  /** Inputs in the contract's order, and what each means. `weights` is not listed. */
  readonly inputs: Readonly<Record<string, InputKind>>;
  readonly optional: readonly string[];
  /** Sets of which exactly one input is given. */
  readonly oneOf: readonly (readonly string[])[];
  readonly takesWeights: boolean;
  readonly params: ParamSpecs;
  readonly formula: string;
  readonly citation: string;
  /** The loss to train with in its stead: a metric has no gradients. */
  readonly surrogate: string;
  /** How totals are merged and finished. */
  readonly rule: Rule;
  /** The rule of a whole batch under parameters whose totals cannot be merged: partials are refused. */
  readonly whole?: (params: Params) => Rule | undefined;
  /**
   * What runs on the GPU for these inputs.
   *
   * @throws InvalidInputError where they do not go together
   */
  readonly work?: (params: Params, given: readonly string[]) => MetricWork;
  /** Totals of a batch on the host, for what no GPU does. */
  readonly host?: (params: Params, inputs: Readonly<Record<string, unknown>>) => Totals;
}

/** What `rocAuc.info` tells. */
export interface MetricInfo {
  readonly name: string;
  readonly kind: "metric";
  readonly family: MetricFamily;
  readonly inputs: Readonly<Record<string, InputKind>>;
  /** None: `surrogate` is the loss that has some. */
  readonly gradients: readonly string[];
  readonly params: Readonly<Record<string, { readonly default: unknown; readonly range: string }>>;
  readonly surrogate: string;
  readonly formula: string;
  readonly citation: string;
}

/** A factory of metrics, with what it makes described on it. */
export interface MetricFactory<
  S extends ParamSpecs,
  Input extends string,
  Result extends number | Float64Array,
> {
  (params?: ParamsIn<S>): Metric<Input, Result>;
  readonly info: MetricInfo;
}

/** The inputs of a metric: its own, and sample weights where it takes them. */
export type MeasuredInputs<M extends Metric> = {
  readonly [K in M extends Metric<infer I> ? I : string]?: InputValue | TokenLists | undefined;
};

/** Sequences of tokens, which may be of unlike lengths. */
export type TokenLists = readonly (ArrayLike<number> | readonly ArrayLike<number>[])[];

/** What measuring gives: a number, or one per class. */
export type ResultOf<M extends Metric> =
  M extends Metric<string, infer R extends number | Float64Array> ? R : number | Float64Array;
