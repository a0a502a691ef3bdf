import { checksInputs } from "../check/checksInputs.js";
import { checkNames } from "../check/inputs.js";
import { checkMeasureOptions, type MeasureOptions } from "../check/measureOptions.js";
import { metricIn } from "../check/metric.js";
import type { GpuContext } from "../gpu/context.js";
import type { Metric } from "../metric.js";
import type { Totals as PieceTotals } from "../plan/totals.js";
import type { Totals } from "../totals/rule.js";
import { addUpPieces } from "./addUpPieces.js";
import { callOf } from "./call.js";

/** A metric of a batch. */
export async function measure(
  gpu: GpuContext,
  metric: Metric,
  inputs: Readonly<Record<string, unknown>>,
  options: MeasureOptions,
): Promise<number | Float64Array> {
  const totals = await measureTotals(gpu, metric, inputs, options);
  const { rule, whole } = metricIn(metric);
  return (whole?.(metric.params) ?? rule).finish(totals, metric.params);
}

/** What a batch adds to a metric: checked, cut into pieces, run, and added up in float64. */
export async function measureTotals(
  gpu: GpuContext,
  metric: Metric,
  inputs: Readonly<Record<string, unknown>>,
  options: MeasureOptions,
): Promise<Totals> {
  gpu.assertAlive();
  options.signal?.throwIfAborted();
  const found = metricIn(metric);
  checkMeasureOptions(found, options);
  const checkInputs = checksInputs(found.name, options);
  const { params } = metric;
  if (inputs === null || typeof inputs !== "object") {
    throw new TypeError(
      `${found.name}: inputs must be an object such as { ${Object.keys(found.inputs).join(", ")} }.`,
    );
  }
  const given = Object.keys(inputs).filter((name) => inputs[name] !== undefined);
  checkNames(found, given);
  if (!found.work) return found.host?.(params, inputs) ?? {};
  const work = found.work(params, given);
  const call = callOf(gpu, work.loss, inputs, { reduction: work.reduction, gradients: false, checkInputs });
  if (call.layout.items === 0)
    return work.totalsOf({ totals: nothing, words: new Uint32Array(0), layout: call.layout });
  return addUpPieces(
    gpu,
    call,
    options,
    async (run, layout) => {
      let words = new Uint32Array(0);
      const record = (bytes: ArrayBuffer) => {
        words = new Uint32Array(bytes);
      };
      return work.totalsOf({ totals: await run({ record }), words, layout });
    },
    (found.whole?.(params) ?? found.rule).merge,
  );
}

const nothing: PieceTotals = {
  sum: 0,
  flags: 0,
  counted: 0,
  naturalDivisor: 0,
  naturalPlain: 0,
  naturalBroken: 0,
  terms: [],
  words: {},
};
