import { checksInputs } from "../check/checksInputs.js";
import { checkNames } from "../check/inputs.js";
import { checkMeasureOptions, type MeasureOptions } from "../check/measureOptions.js";
import { metricIn } from "../check/metric.js";
import type { MeasuredInputs, Metric, ResultOf } from "../metric.js";
import { itemsOf, type MetricItems } from "./metricItems.js";
import * as metrics from "./metrics/index.js";
import { refuseGPU } from "./read.js";

/** A metric's float64 twin. */
type MetricReference = (params: never, items: MetricItems) => number | Float64Array;

/** A metric that takes its inputs as they are. */
type HostReference = (params: never, inputs: Readonly<Record<string, unknown>>) => number;

/**
 * A metric of a batch on the CPU in float64: the same descriptors, inputs, options and errors as the engine's
 * `measure`, without a GPU and without waiting.
 *
 * @throws InvalidInputError, ShapeError, UnsupportedError as the engine; UnsupportedError for GPU buffers
 */
export function measure<M extends Metric>(
  metric: M,
  inputs: MeasuredInputs<M>,
  options: MeasureOptions = {},
): ResultOf<M> {
  const definition = metricIn(metric);
  const { name } = definition;
  checkMeasureOptions(definition, options);
  const checkInputs = checksInputs(name, options);
  options.signal?.throwIfAborted();
  const given = inputs as Readonly<Record<string, unknown>>;
  if (given === null || typeof given !== "object") {
    throw new TypeError(
      `${name}: inputs must be an object such as { ${Object.keys(definition.inputs).join(", ")} }.`,
    );
  }
  const names = Object.keys(given).filter((key) => given[key] !== undefined);
  checkNames(definition, names);
  refuseGPU(name, given);
  const twin = (metrics as Readonly<Record<string, unknown>>)[name];
  const params = metric.params as never;
  if (!definition.work) return (twin as HostReference)(params, given) as ResultOf<M>;
  const items = itemsOf(definition.work(metric.params, names), given, checkInputs);
  const found = (twin as MetricReference)(params, items);
  if (!items.isBroken) return found as ResultOf<M>;
  return (typeof found === "number" ? Number.NaN : found.fill(Number.NaN)) as ResultOf<M>;
}
