import { checkNames } from "../check/inputs.js";
import { checksInputs, type MeasureOptions } from "../check/measureOptions.js";
import { metricIn } from "../check/metric.js";
import type { GpuContext } from "../gpu/context.js";
import type { Metric, MetricWork } from "../metric.js";
import type { Totals as PieceTotals } from "../plan/totals.js";
import type { Totals } from "../totals/rule.js";
import { callOf } from "./call.js";
import { type Faults, firstFault } from "./faults.js";
import { cut } from "./pieces.js";
import type { Call } from "./request.js";
import { runPiece } from "./run.js";

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
  const checkInputs = checksInputs(found, options);
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
  const run = () => measurePieces(gpu, call, work, options, (found.whole?.(params) ?? found.rule).merge);
  return gpu.pool.limit === Number.POSITIVE_INFINITY ? run() : gpu.inTurn(run);
}

async function measurePieces(
  gpu: GpuContext,
  call: Call,
  { totalsOf }: MetricWork,
  options: MeasureOptions,
  merge: (a: Totals, b: Totals) => Totals,
): Promise<Totals> {
  const { layout } = call;
  if (layout.items === 0) return totalsOf({ totals: nothing, words: new Uint32Array(0), layout });
  const faults: Faults = new Map();
  let all: Totals | undefined;
  for (const piece of cut(call, gpu.planDevice, gpu.pool.available, undefined)) {
    options.signal?.throwIfAborted();
    let words = new Uint32Array(0);
    const totals = await gpu.alive(
      runPiece(gpu, call, piece, {
        ...settings,
        faults,
        signal: options.signal,
        record: (bytes) => {
          words = new Uint32Array(bytes);
        },
      }),
    );
    options.signal?.throwIfAborted();
    const own = totalsOf({ totals, words, layout: piece.layout });
    all = all ? merge(all, own) : own;
    options.onProgress?.(piece.first + piece.count, layout.items);
  }
  const fault = firstFault(call, faults);
  if (fault) throw fault;
  return all as Totals;
}

/** How every piece of a metric runs: nothing of it goes anywhere but into its totals. */
const settings = {
  gradientScale: 1,
  perItem: undefined,
  divisor: undefined,
  ratio: 1,
  external: false,
  divisorOnly: false,
  gradients: {},
  accumulated: [],
  perItemLoss: undefined,
  outputs: {},
} as const;

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
