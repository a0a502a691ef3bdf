import type { MetricDefinition } from "../metric.js";
import { noGradients } from "./noGradients.js";
import { checkOptionNames } from "./options.js";

/** Options of `measure`. */
export interface MeasureOptions {
  /** Reject values outside their domain and labels out of range. Default true. */
  readonly checkInputs?: boolean;
  /** An aborted call rejects with `signal.reason`. */
  readonly signal?: AbortSignal;
  /** Called with the items done and their total. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Refuses what `measure` does not take. */
export function checkMeasureOptions(metric: MetricDefinition, options: MeasureOptions): void {
  if ((options as { gradients?: unknown }).gradients) throw noGradients(metric);
  checkOptionNames(metric.name, options, ["checkInputs", "signal", "onProgress", "gradients"]);
}
