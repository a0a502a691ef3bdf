/**
 * What a loss is, as data. Types only: descriptors, their hidden definitions, and what users may read
 * of them. Every layer may import this file.
 */
import type { Layout } from "./check/layout.js";
import type { Program } from "./derive/program.js";
import type { Plan, PlanDevice, PlanRequest } from "./plan/plan.js";
import type { DType } from "./tensor.js";

/**
 * What an input's numbers mean, and therefore what `checkInputs` lets pass:
 * `real` finite; `logits` finite or −Infinity (a masked class); `unit` in [0, 1]; `binary` 0 or 1;
 * `sign` −1 or 1; `nonNegative` ≥ 0; `aboveMinusOne` > −1; `labels` an integer in [0, C) or `ignoreIndex`;
 * `mask` any number, non-zero counts; `identities` any integer; `lengths` an integer ≥ 0.
 */
export type InputKind =
  | "real"
  | "logits"
  | "unit"
  | "binary"
  | "sign"
  | "nonNegative"
  | "aboveMinusOne"
  | "labels"
  | "mask"
  | "identities"
  | "lengths";

/** Kinds of inputs that hold values, not integers. */
export type ValueKind = Exclude<InputKind, "labels" | "identities" | "lengths">;

export type Family =
  | "elementwise"
  | "rowwise"
  | "ranking"
  | "similarity"
  | "sequence"
  | "window"
  | "combined"
  // Of metrics: what runs for them leaves no loss.
  | "ledger"
  | "moments"
  | "sorted";

/** One parameter: its default, its range in words, and the test of it. */
export interface ParamSpec<T = unknown> {
  /** `undefined` where leaving it out means something of its own. */
  readonly default: T | undefined;
  /** The range, to end the sentence "… must be". */
  readonly range: string;
  readonly accepts: (value: unknown) => value is T;
}

export type ParamSpecs = Readonly<Record<string, ParamSpec>>;

/** The parameters of a descriptor, defaults filled in. */
export type ParamsOf<S extends ParamSpecs> = {
  readonly [K in keyof S]: S[K] extends ParamSpec<infer T> ? T | Extract<S[K]["default"], undefined> : never;
};

/** The parameters a factory takes: all optional; none where it has none. */
export type ParamsIn<S extends ParamSpecs> = [keyof S] extends [never]
  ? Readonly<Record<string, never>>
  : { readonly [K in keyof S]?: S[K] extends ParamSpec<infer T> ? T | undefined : never };

export type Params = Readonly<Record<string, unknown>>;

export type Reduction = "mean" | "sum" | "none" | "weightedMean";

/** The symbol under which a descriptor carries its definition; a structured clone loses it. */
export const definitionOf: unique symbol = Symbol.for("fusedloss.definition");

/** A loss as a user holds it: plain, frozen, without a device. */
export interface Loss<Input extends string = string, Differentiable extends string = string> {
  readonly name: string;
  readonly params: Params;
  readonly [definitionOf]?: Definition;
  /** Types only, never present: what it is, the names of the inputs and of the differentiable ones. */
  readonly kind?: "loss";
  readonly inputNames?: Input;
  readonly gradientNames?: Differentiable;
}

/** What every family's definition has. */
export interface BaseDefinition {
  readonly name: string;
  readonly family: Family;
  /** Inputs in the contract's order, and what each means. `weights` is not listed. */
  readonly inputs: Readonly<Record<string, InputKind>>;
  /** Inputs that may be left out. */
  readonly optional: readonly string[];
  /** Sets of which exactly one input is given: `[["labels", "targets"]]`. */
  readonly oneOf: readonly (readonly string[])[];
  /** The differentiable inputs. */
  readonly gradients: readonly string[];
  readonly params: ParamSpecs;
  readonly reductions: readonly Reduction[];
  readonly defaultReduction: Reduction;
  /** Extra outputs that the loss can give, one value per item. */
  readonly outputs: readonly string[];
  readonly formula: string;
  readonly citation: string;
  /** A loss that is the sum of others over inputs of their own (a GAN discriminator): see `Part`. */
  readonly parts?: readonly Part[];
  /** That sum is a weighted one, of terms that are told apart. */
  readonly sum?: SumSpec;
  readonly plan: (request: PlanRequest) => Plan;
}

/** One term of a loss made of losses: the term and where its inputs come from. */
export interface Part {
  readonly loss: Loss;
  /** The term's input → the outer input. */
  readonly inputs: Readonly<Record<string, string>>;
  /** What the part is called in errors. Default: as the whole is. */
  readonly label?: string;
  /** Of a sum: which term this is of. Left out: of none, it is added as it is. */
  readonly term?: number;
  /** What it is multiplied by within its term. Default 1. */
  readonly factor?: number;
  /** Of a part that computes several at once, with their weights in its slopes: term and factor of each. */
  readonly slots?: readonly { readonly term: number; readonly factor: number }[];
  /** Instead of the reduction and the divisor of the call. */
  readonly reduction?: Reduction;
  readonly divisor?: number;
}

/** How parts make a weighted sum. */
export interface SumSpec {
  /** One weight per term; or the input of values s whose terms weigh ½·exp(−s). */
  readonly weights: readonly number[] | { readonly logVariances: string };
  readonly terms: number;
  /** The parts where losses are reduced: elementwise ones over the same inputs are one. */
  readonly fused: readonly Part[];
  /** Before the parts: what each of them pulls by, where that is on the GPU. The definition's own plan comes after. */
  readonly prelude?: (request: PlanRequest) => Plan;
  /** `wide/<name>` in f32 → `gradient/<name>` in 16 bits. */
  readonly pack: (device: PlanDevice, name: string, elements: number, dtype: DType) => Plan;
}

/** A loss of one element: `body` has `fn <bodyFunction>(params, …inputs) -> <bodyName>Slopes`. */
export interface ElementwiseDefinition extends BaseDefinition {
  readonly family: "elementwise";
  readonly body: string;
  /** The prefix of the body's structs: the loss's name, unless the body serves several. */
  readonly bodyName: string;
  readonly bodyFunction: string;
  /** The body's parameters as f32 fields of `<name>Params`; default: the descriptor's own. */
  readonly numbers: (params: Params) => Readonly<Record<string, number>>;
  /** A field of the body's parameters that may differ along the last axis (posWeight). */
  readonly perLastAxis?: string;
  /** `root`: the loss is the square root of the mean (rmse). */
  readonly finish?: "root";
  /** Several losses in one body: its slopes end in `term_0`, `term_1`, …, which are reduced each for itself. */
  readonly terms?: number;
  /** The user's own body (customLoss), which the reference interprets. */
  readonly custom?: Program;
}

/** What a field of a row's state may be. */
export type StateType = "f32" | "u32" | "vec2f" | "vec4f";

/** A loss of one row: the body gives State, Empty, Take, Merge, Loss and Slope. */
export interface RowwiseDefinition extends BaseDefinition {
  readonly family: "rowwise";
  readonly body: string;
  readonly bodyName: string;
  readonly numbers: (params: Params) => Readonly<Record<string, number>>;
  /** Compile-time switches of the body: `const <name><Flag>: bool`. */
  readonly flags: (params: Params, given: readonly string[]) => Readonly<Record<string, boolean>>;
  /** The parameter that holds one number per class (classWeights, alpha), if there is one. */
  readonly perClass?: string;
  /** Whether that number enters the divisor of `mean` when labels are given. */
  readonly perClassDivides: boolean;
  /** Inputs with one number per row, or one for all rows: fields of `<bodyName>Row`, never differentiable. */
  readonly perRow: readonly string[];
  /** The fields of the body's state, at most 16 words. */
  readonly state: Readonly<Record<string, StateType>>;
  /** The struct of shaders/lib that the state is; default: one of the body's own. */
  readonly stateStruct?: string;
  /** The state's fields that these settings use: no other needs to travel between threads. */
  readonly carried: (params: Params, given: readonly string[]) => readonly string[];
  /** The body has Close, which turns a whole state into what its slopes need, once per row. */
  readonly closes: boolean;
  /**
   * The body has Retake: a second sweep over the row that knows the whole state of the first. It fills fields
   * that Take leaves as they are in Empty, and the two states are merged.
   */
  readonly retakes: boolean;
  /**
   * Under these settings short rows may be held in registers, every entry's calls written out one after the other.
   * Such a row is known whole: the body has Crest, which looks at all entries first, and Keep, what of each is made
   * once, for TakeKept (instead of Take) and Slope, who find it as `kept`: 0 where the entry is
   * masked, and nowhere else. None of these has a branch that is decided at run time. (With
   * branches, compile time was seen to grow as 3^classes.)
   */
  readonly holds?: (params: Params, given: readonly string[]) => boolean;
  /** Items are the classes of [N, C], and a row is what the batch holds of one: there is no `classAxis`. */
  readonly overBatch: boolean;
  /** Kinds of inputs that depend on the parameters; they replace those in `inputs`. */
  readonly kinds?: (params: Params) => Readonly<Record<string, InputKind>>;
}

/** How the inputs of a loss lie, where its family alone can say. */
export interface Arrangement {
  /** The shape of the loss under "none". */
  readonly itemShape: readonly number[];
  /** What the family's kernels want to know: rows, features, classes … */
  readonly sizes: Readonly<Record<string, number>>;
  /**
   * How many elements of each input belong to one item, where items lie one after the other and do not
   * touch each other: such a call may be cut. 0: the input serves all items. Left out: all in one piece.
   */
  readonly perItem?: Readonly<Record<string, number>>;
  /** Bytes of scratch that an item takes: in all, and in the largest binding. Left out: little. */
  readonly scratchPerItem?: { readonly held: number; readonly bound: number };
  /** How the items of the inner loss lie, where there is one. */
  readonly inner?: Layout;
}

export type Shapes = Readonly<Record<string, { readonly shape: readonly number[] }>>;

/**
 * A loss whose family says how its items lie. Kernels leave one loss per item, and a pull per item comes
 * back to them: see `families/items.ts`. A family's own definition has more.
 */
export interface ItemsDefinition extends BaseDefinition {
  readonly family: "ranking" | "similarity" | "sequence" | "window" | "ledger" | "moments" | "sorted";
  readonly numbers: (params: Params) => Readonly<Record<string, number>>;
  /** Kinds of inputs that depend on the parameters; they replace those in `inputs`. */
  readonly kinds?: (params: Params) => Readonly<Record<string, InputKind>>;
  /** What of the parameters makes other code or other sizes; the rest are numbers of a uniform. */
  readonly flags: (params: Params, given: readonly string[]) => Readonly<Record<string, unknown>>;
  /** Checks that the shapes fit each other. @throws ShapeError */
  readonly arrange: (params: Params, inputs: Shapes) => Arrangement;
  /** Whether a gradient may overwrite its input. */
  readonly inPlace: boolean;
  /** The loss that this one ends in, its first input being made here (linear); all other inputs are its own. */
  readonly inner?: Loss;
  /** As that of an elementwise loss. */
  readonly finish?: "root";
  /** What to do where the items belong together and do not fit, to end a sentence. */
  readonly instead?: string;
  /** What an element of an input must be, where its kind does not say it all: ends "it must be …". */
  readonly wanted?: (
    params: Params,
    input: string,
    sizes: Readonly<Record<string, number>>,
  ) => string | undefined;
}

/** A loss made of parts, which does not run itself. */
export interface CombinedDefinition extends BaseDefinition {
  readonly family: "combined";
  readonly numbers: (params: Params) => Readonly<Record<string, number>>;
  readonly parts: readonly Part[];
}

export type Definition = ElementwiseDefinition | RowwiseDefinition | ItemsDefinition | CombinedDefinition;

/** What `huber.info` tells. */
export interface LossInfo {
  readonly name: string;
  readonly kind: "loss";
  readonly family: Family;
  readonly inputs: Readonly<Record<string, InputKind>>;
  readonly gradients: readonly string[];
  readonly params: Readonly<Record<string, { readonly default: unknown; readonly range: string }>>;
  readonly formula: string;
  readonly citation: string;
}

/** A factory of descriptors, with what it makes described on it. */
export interface LossFactory<S extends ParamSpecs, Input extends string, Differentiable extends string> {
  (params?: ParamsIn<S>): Loss<Input, Differentiable>;
  readonly info: LossInfo;
}
