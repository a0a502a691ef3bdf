import { definitionOf } from "../definition.js";
import { type Metric, type MetricDefinition, metricDefinitionOf } from "../metric.js";
import { optimizerOf } from "../optimizer.js";
import { refused } from "./refused.js";

const wanted = {
  input: "metric",
  noun: "a metric",
  example: "rocAuc",
  others: [
    [
      definitionOf,
      (name: string) =>
        `${name}: this is a loss, and a metric was wanted; use engine.evaluate, or measure a metric such as meanSquaredError().`,
    ],
    [
      optimizerOf,
      (name: string) =>
        `metric is the optimiser ${name}; a metric such as rocAuc() was wanted. Optimisers go to engine.optimizer().`,
    ],
  ],
} as const;

/** The definition that a metric carries; refuses losses, what is no descriptor, or only a copy of one. */
export function metricIn(metric: unknown): MetricDefinition {
  const definition = (Object(metric) as Partial<Metric>)[metricDefinitionOf];
  if (definition) return definition;
  throw refused(metric, wanted);
}
