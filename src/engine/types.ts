import type { InputValue } from "../check/inputs.js";
import type { Loss, Reduction } from "../definition.js";
import type { DType, Tensor, TypedArray } from "../tensor.js";

/** Options of `engine.evaluate`. */
export interface EvaluateOptions {
  /** Default: "mean" ("sum" for regularisers). */
  readonly reduction?: Reduction;
  /** Every differentiable input (true, the default), none, or those named. */
  readonly gradients?: boolean | readonly string[];
  /** Multiplies every gradient: the upstream gradient. For "none" also a tensor shaped like the loss. Default 1. */
  readonly gradientScale?: InputValue;
  /** Inputs, given as GPU tensors, whose buffer the gradient overwrites. */
  readonly inPlace?: readonly string[];
  /** Reject non-finite inputs and out-of-range labels. Default: true in `evaluate`, false in `compile`. */
  readonly checkInputs?: boolean;
  /** Replaces the divisor of "mean" or "weightedMean": a number > 0 or a one-element tensor. */
  readonly divisor?: InputValue;
  /** Extra outputs of the same pass, one value per item. */
  readonly outputs?: readonly string[];
  /** An aborted call rejects with `signal.reason`. */
  readonly signal?: AbortSignal;
  /** Called with the items done and their total. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Options of `engine.compile`. */
export interface CompileOptions
  extends Pick<EvaluateOptions, "reduction" | "gradients" | "inPlace" | "checkInputs" | "outputs"> {
  readonly gradientScale?: InputValue;
  readonly divisor?: InputValue;
  /** Add to loss, count and gradients (then f32) instead of overwriting them. Default false. */
  readonly accumulate?: boolean;
}

/** What an encode may say anew. */
export interface EncodeOptions {
  readonly divisor?: InputValue;
  readonly gradientScale?: InputValue;
  /** The loss's numeric parameters. */
  readonly params?: Readonly<Record<string, number>>;
}

/** The inputs of a loss: its own, and sample weights. */
export type Inputs<L extends Loss> = {
  readonly [K in (L extends Loss<infer I, string> ? I : string) | "weights"]?: InputValue | undefined;
} & Readonly<Record<string, InputValue | undefined>>;

type NamesOf<L extends Loss> = L extends Loss<infer I, string> ? I | "weights" | `${I}Weights` : string;

/** Refuses names that the loss does not have, where both are known when the program is compiled. */
export type KnownNames<L extends Loss, I> = string extends keyof I
  ? unknown
  : { readonly [K in Exclude<keyof I, NamesOf<L>>]: never };

/** A gradient comes back where its input was: on the GPU, or as a flat array. */
export type GradientOf<Value> =
  Value extends Tensor<GPUBuffer>
    ? Tensor<GPUBuffer>
    : Value extends Tensor<TypedArray>
      ? Float32Array
      : Value extends Tensor
        ? Float32Array | Tensor<GPUBuffer>
        : Float32Array;

export type Gradients<L extends Loss, I> = {
  readonly [K in keyof I & (L extends Loss<string, infer D> ? D : string)]: GradientOf<I[K]>;
};

/** What `engine.evaluate` gives. */
export interface EvaluateResult<L extends Loss = Loss, I = Inputs<L>, Value = number | Float32Array> {
  readonly loss: Value;
  /** Of a weighted sum: each term's loss, unweighted; under "none" one per item. */
  readonly terms: L extends { readonly params: { readonly terms: readonly unknown[] } }
    ? readonly Value[]
    : undefined | readonly Value[];
  readonly gradients: Gradients<L, I>;
  /** Items that were counted. */
  readonly count: number;
  /** The extra outputs asked for, one value per item; empty where none were. */
  readonly outputs: Readonly<Record<string, Float32Array>>;
}

/** A loss is an array under "none", else a number. */
export type LossValue<O> = O extends { readonly reduction?: infer R }
  ? unknown extends R
    ? number
    : R extends "none"
      ? Float32Array
      : number
  : number;

/** What `engine.compile` is told of an input. */
export type InputShape = readonly number[] | { readonly shape: readonly number[]; readonly dtype?: DType };
