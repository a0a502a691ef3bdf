import { resolveParams } from "../check/params.js";
import type { ParamSpecs, Params } from "../definition.js";
import {
  type Metric,
  type MetricDefinition,
  type MetricFactory,
  type MetricInfo,
  metricDefinitionOf,
} from "../metric.js";

/** What a metric has unless its file says otherwise. */
export const usualMetric = { optional: [], oneOf: [], takesWeights: true } as const;

function infoOf({
  name,
  family,
  inputs,
  params,
  surrogate,
  formula,
  citation,
}: MetricDefinition): MetricInfo {
  const told = Object.entries(params).map(([key, { default: fallback, range }]) => [
    key,
    { default: fallback, range },
  ]);
  const info = {
    name,
    kind: "metric",
    family,
    inputs,
    gradients: [],
    params: Object.fromEntries(told),
    surrogate,
    formula,
    citation,
  };
  return Object.freeze(info as MetricInfo);
}

/** A definition → the function that users call to make descriptors of the metric. */
export function metric<S extends ParamSpecs, I extends string, R extends number | Float64Array = number>(
  definition: MetricDefinition,
): MetricFactory<S, I, R> {
  const make = (given: Params = {}): Metric<I, R> => {
    const made = { name: definition.name, params: resolveParams(definition.name, definition.params, given) };
    Object.defineProperty(made, metricDefinitionOf, { value: definition });
    return Object.freeze(made);
  };
  return Object.freeze(Object.assign(make, { info: infoOf(definition) })) as unknown as MetricFactory<
    S,
    I,
    R
  >;
}
