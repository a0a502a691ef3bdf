import type { InputValue } from "../check/inputs.js";
import type { Loss, Reduction } from "../definition.js";
import { type ComputeOptions, compute } from "./compute.js";

/** What is given under each name of a loss's inputs. */
export type Inputs<I extends string> = {
  readonly [K in I | "weights" | "realWeights" | "fakeWeights"]?: InputValue | undefined;
};

/** The options of the engine's `evaluate`; `inPlace`, `signal` and `onProgress` change nothing here. */
export interface EvaluateOptions<R extends Reduction = Reduction, G extends string = string>
  extends ComputeOptions {
  /** Default: the loss's own, "mean" for all but regularisers. */
  readonly reduction?: R;
  /** Default true: of every differentiable input given. */
  readonly gradients?: boolean | readonly G[];
}

/** The loss, the gradients and the count, in float64. */
export interface Evaluation<R extends Reduction = Reduction, G extends string = string> {
  /** A number; with reduction "none" one per item. */
  readonly loss: R extends "none" ? Float64Array : number;
  /** Flat, row-major; one number for an input of one element that stood for all. */
  readonly gradients: Readonly<Record<G, Float64Array>>;
  /** How many items were counted. */
  readonly count: number;
  /** One value per row, 0 on ignored rows; only where `outputs` asked for it. */
  readonly outputs?: Readonly<Record<string, Float64Array>>;
  /** Of a weighted sum: each term's loss, unweighted; under "none" one per item. */
  readonly terms?: readonly (R extends "none" ? Float64Array : number)[];
}

/**
 * Evaluates a loss and its gradients on the CPU in float64: the same descriptors, inputs, options and
 * errors as the engine's `evaluate`, without a GPU and without waiting.
 *
 * Bare float64 arrays and plain numbers keep their precision; what `tensor()` rounded stays rounded.
 *
 * @throws InvalidInputError, ShapeError, UnsupportedError as the engine; UnsupportedError for GPU buffers
 */
export function evaluate<
  I extends string,
  D extends string,
  const R extends Reduction = "mean",
  const G extends D = D,
>(loss: Loss<I, D>, inputs: Inputs<I>, options: EvaluateOptions<R, G> = {}): Evaluation<R, G> {
  const { loss: value, gradients, count, outputs, terms } = compute(loss, inputs, options);
  const result = { loss: value, gradients, count, ...(terms ? { terms } : {}) };
  return (options.outputs === undefined ? result : { ...result, outputs }) as Evaluation<R, G>;
}
