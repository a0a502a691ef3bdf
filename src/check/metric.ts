import { definitionOf } from "../definition.js";
import { InvalidInputError } from "../errors.js";
import { type MetricDefinition, metricDefinitionOf } from "../metric.js";

/** The definition that a metric carries; refuses losses, what is no descriptor, or only a copy of one. */
export function metricIn(metric: unknown): MetricDefinition {
  if (typeof metric === "function") {
    const { name } = (metric as { info?: { name?: string } }).info ?? metric;
    throw new InvalidInputError(
      `metric is the function ${name || "itself"}; call it, as in ${name || "rocAuc"}(), to get the metric.`,
      { input: "metric" },
    );
  }
  const found = (metric ?? {}) as Record<PropertyKey, unknown>;
  const definition = found[metricDefinitionOf] as MetricDefinition | undefined;
  if (definition) return definition;
  const { name } = found;
  if (found[definitionOf]) {
    throw new InvalidInputError(
      `${name}: this is a loss, and a metric was wanted; use engine.evaluate, or measure a metric such as meanSquaredError().`,
      { input: "metric" },
    );
  }
  if (typeof name === "string") {
    throw new InvalidInputError(
      `${name}: this descriptor is a copy without its definition, which structuredClone, postMessage and JSON leave behind; call the factory again: ${name}(copy.params).`,
      { input: "metric" },
    );
  }
  throw new InvalidInputError(
    `metric is ${metric === null ? "null" : typeof metric}; a metric such as rocAuc() was wanted.`,
    { input: "metric" },
  );
}
