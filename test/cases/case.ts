import type { Loss } from "../../src/definition.js";
import type { NestedNumbers } from "../../src/tensor.js";

/** A figure worked by hand or published: the reference must give it, and so must the GPU. */
export interface WorkedRow {
  /** Who says so: a page, a paper, another project's test, or the arithmetic itself. */
  readonly source: string;
  readonly params?: Readonly<Record<string, unknown>>;
  /** Of losses made of losses: the loss. */
  readonly made?: Loss;
  readonly inputs: Readonly<Record<string, NestedNumbers | number>>;
  /** Default "none". */
  readonly reduction?: "mean" | "sum" | "none" | "weightedMean";
  readonly loss: number | readonly number[];
  /** Flat, row-major. */
  readonly gradients?: Readonly<Record<string, readonly number[]>>;
  /** How far the figure may be off: half a unit of the last digit that the source prints. Default 1e-12. */
  readonly within?: number;
}

/** Inputs of one loss, made to be hard in some way. */
export interface Scene {
  readonly title: string;
  readonly params?: Readonly<Record<string, unknown>>;
  /** Of losses made of losses: the loss. */
  readonly made?: Loss;
  readonly inputs: Readonly<Record<string, SceneInput>>;
  /** Whether central differences tell the slope: no kinks near, nothing infinite. */
  readonly smooth?: boolean;
  /** Some inputs are refused by `checkInputs`: run without it only. */
  readonly broken?: boolean;
  /** Run with few settings: it is large. */
  readonly large?: boolean;
}

/** Integers in an Int32Array (labels, lengths), values in a Float64Array. */
export interface SceneInput {
  readonly shape: readonly number[];
  readonly values: Float64Array | Int32Array;
}

/** What proves one loss: figures from elsewhere, and the settings in which GPU and reference must agree. */
export interface LossCases {
  readonly rows: readonly WorkedRow[];
  /** Parameter sets for the comparison on hard data; the first is the default one. */
  readonly variants: readonly Readonly<Record<string, unknown>>[];
  /** Which optional or alternative inputs to give, one set per entry; default: the first of each alternative. */
  readonly given?: readonly (readonly string[])[];
  /** Of losses that are neither elementwise nor rowwise: their data. */
  readonly scenes?: readonly Scene[];
}

/** A sum of losses with inputs of its own: figures where they are known by hand, and settings for the GPU. */
export interface SumCase {
  readonly title: string;
  readonly loss: Loss;
  readonly inputs: Readonly<Record<string, SceneInput>>;
  readonly options?: Readonly<Record<string, unknown>>;
  /** Also from GPU tensors of 16 bits. */
  readonly halves?: boolean;
  /** Kinks or infinities: central differences do not tell the slope. */
  readonly rough?: boolean;
  /** What comes of it, worked by hand. */
  readonly figures?: {
    readonly source: string;
    readonly loss: number;
    readonly terms: readonly number[];
    readonly gradients?: Readonly<Record<string, readonly number[]>>;
  };
}
