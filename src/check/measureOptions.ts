import { InvalidInputError, UnsupportedError } from "../errors.js";
import type { MetricDefinition } from "../metric.js";
import { checkOptionNames } from "./options.js";
import { show } from "./params.js";

/** Options of `measure`. */
export interface MeasureOptions {
  /** Reject values outside their domain and labels out of range. Default true. */
  readonly checkInputs?: boolean;
  /** An aborted call rejects with `signal.reason`. */
  readonly signal?: AbortSignal;
  /** Called with the items done and their total. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Refuses what `measure` does not take; whether inputs are to be checked. */
export function checksInputs({ name, surrogate }: MetricDefinition, options: MeasureOptions): boolean {
  if ((options as { gradients?: unknown }).gradients) {
    throw new UnsupportedError(
      `${name}: a metric has no gradients; train with its surrogate, the loss ${surrogate}().`,
    );
  }
  checkOptionNames(name, options, ["checkInputs", "signal", "onProgress", "gradients"]);
  const { checkInputs = true } = options;
  if (typeof checkInputs === "boolean") return checkInputs;
  throw new InvalidInputError(`${name}: checkInputs is ${show(checkInputs)}; it must be true or false.`, {
    input: "checkInputs",
  });
}
