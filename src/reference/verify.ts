import type { Loss, Reduction } from "../definition.js";
import { compute } from "./compute.js";
import type { EvaluateOptions, Inputs } from "./evaluate.js";
import { compare, tolerance } from "./tolerance.js";

/** What `verify` needs of an engine. */
export interface Evaluator {
  evaluate(
    loss: Loss,
    inputs: Readonly<Record<string, unknown>>,
    options?: Readonly<Record<string, unknown>>,
  ): Promise<{
    readonly loss: number | ArrayLike<number>;
    readonly gradients: Readonly<Record<string, unknown>>;
    readonly count: number;
    readonly outputs?: Readonly<Record<string, unknown>> | undefined;
  }>;
}

/** How far the engine is from the reference. */
export interface Verification<G extends string = string> {
  /** Whether loss, gradients, outputs and count all agree within the tolerance. */
  readonly ok: boolean;
  /** The largest absolute difference of the loss. */
  readonly loss: number;
  /** The largest absolute difference of each gradient. */
  readonly gradients: Readonly<Record<G, number>>;
  /** The largest share of what is allowed that a number takes: above 1 is too much. */
  readonly shares: { readonly loss: number; readonly gradients: Readonly<Record<G, number>> };
  /** What is allowed: relative·|r| + absolute·size, see `tolerance`. */
  readonly tolerance: typeof tolerance;
}

/**
 * Runs a loss on an engine and on the reference and compares: a proof on this very device. Both get the
 * same numbers: what is given in float64 is rounded to f32 first. A difference is Infinity where one
 * of the two is NaN or infinite and the other is not.
 *
 * @throws (rejects) what either `evaluate` throws; UnsupportedError for inputs on the GPU
 */
export async function verify<
  I extends string,
  D extends string,
  const R extends Reduction = "mean",
  const G extends D = D,
>(
  engine: Evaluator,
  loss: Loss<I, D>,
  inputs: Inputs<I>,
  options: EvaluateOptions<R, G> = {},
): Promise<Verification<G>> {
  const expected = compute(loss, inputs, options, true);
  const found = await engine.evaluate(loss, inputs, { ...options });
  const ofLoss = compare(list(found.loss), list(expected.loss), { size: expected.sizes.loss });
  const ofGradients = Object.entries(expected.gradients).map(([name, gradient]) => {
    const dtype = expected.dtypes[name] ?? "f32";
    const size = expected.sizes.gradients[name];
    return [name, compare(list(found.gradients[name]), gradient, { size, dtype })] as const;
  });
  const ofOutputs = Object.entries(expected.outputs).map(([name, output]) =>
    compare(list(found.outputs?.[name]), output),
  );
  const all = [ofLoss, ...ofGradients.map(([, one]) => one), ...ofOutputs];
  const byName = (key: "difference" | "share") =>
    Object.fromEntries(ofGradients.map(([name, one]) => [name, one[key]])) as Record<G, number>;
  return {
    ok: found.count === expected.count && all.every(({ ok }) => ok),
    loss: ofLoss.difference,
    gradients: byName("difference"),
    shares: { loss: ofLoss.share, gradients: byName("share") },
    tolerance,
  };
}

function list(value: unknown): ArrayLike<number> {
  return typeof value === "number" ? [value] : ((value ?? []) as ArrayLike<number>);
}
