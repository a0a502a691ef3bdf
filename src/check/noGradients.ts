import { UnsupportedError } from "../errors.js";
import type { MetricDefinition } from "../metric.js";

/** The error where a metric was asked for gradients, or stands where a loss does. */
export function noGradients({ name, surrogate }: MetricDefinition): UnsupportedError {
  return new UnsupportedError(
    `${name}: a metric has no gradients; use engine.measure, or train with its surrogate, the loss ${surrogate}().`,
  );
}
