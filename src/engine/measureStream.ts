import { checksInputs } from "../check/checksInputs.js";
import { definitionIn } from "../check/descriptor.js";
import { metricIn } from "../check/metric.js";
import { checkOptionNames } from "../check/options.js";
import { show } from "../check/params.js";
import { nearest } from "../check/words.js";
import type { Loss, Reduction } from "../definition.js";
import { InvalidInputError, UnsupportedError } from "../errors.js";
import type { GpuContext } from "../gpu/context.js";
import { type Metric, metricDefinitionOf } from "../metric.js";
import { finishPartial, type PartialResult, type StreamedValue } from "../totals/partial.js";
import { type KeptEntry, keptEntry } from "./keptEntry.js";
import type { Batches } from "./pump.js";
import { reductionOfStream } from "./reductionOfStream.js";
import { type Batch, gather, type StreamOptions } from "./stream.js";
import { lossEntry, metricEntry, type StreamEntry } from "./streamEntry.js";

/** A loss or metric, and what its inputs are called in the batches where that is another name. */
export interface MeasuredAs {
  readonly metric: Loss | Metric;
  /** The metric's input → the batch's. Those not named keep their names. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Of a loss. Default: its own. */
  readonly reduction?: Exclude<Reduction, "none">;
}

/** What a stream is measured by. */
export type Measured = Loss | Metric | MeasuredAs;

const optionNames = ["checkInputs", "signal", "onProgress", "partial"];

/** Losses and metrics of all batches, in one pass. */
export async function measureStream(
  gpu: GpuContext,
  measured: Measured | Readonly<Record<string, Measured>>,
  batches: Batches<Batch>,
  options: StreamOptions,
): Promise<StreamedValue | Record<string, StreamedValue> | PartialResult> {
  gpu.assertAlive();
  options.signal?.throwIfAborted();
  if ("gradients" in options) {
    throw new UnsupportedError(
      "measureStream: a stream has no gradients; use evaluate, or compile with accumulate: true, for those.",
    );
  }
  checkOptionNames("measureStream", options, optionNames);
  const settings = { checkInputs: checksInputs("measureStream", options), signal: options.signal };
  const entryOf = (key: string, one: Measured): StreamEntry | KeptEntry => {
    const {
      metric,
      inputs = {},
      reduction,
    }: MeasuredAs = isDescriptor(one) ? { metric: one } : wrapped(key, one);
    const entry = makeEntry(gpu, metric, reduction, settings);
    if ("finish" in entry && options.partial) {
      throw new UnsupportedError(
        `${entry.described.name}: without bins it needs all scores at once, and has no partial result; give bins, as in ${entry.described.name}({ bins: 65536 }).`,
      );
    }
    return renamed(key, entry, inputs);
  };
  const isOne = isDescriptor(measured) || typeof measured !== "object" || measured === null;
  const entries = isOne
    ? { value: entryOf("value", measured as Loss) }
    : Object.fromEntries(Object.entries(measured).map(([key, one]) => [key, entryOf(key, one)]));
  if (Object.keys(entries).length === 0) {
    throw new InvalidInputError(
      "measureStream: there is nothing to measure; give a metric, or an object such as { accuracy: accuracy() }.",
      { input: "metrics" },
    );
  }
  const partial = await gather(gpu, entries, "values", batches, options);
  if (options.partial) return isOne ? { ...partial, gives: "value" } : partial;
  const values = finishPartial(partial) as Record<string, StreamedValue>;
  for (const [key, entry] of Object.entries(entries)) {
    if ("finish" in entry) values[key] = await entry.finish();
  }
  return isOne ? (values.value as StreamedValue) : values;
}

function makeEntry(
  gpu: GpuContext,
  measured: Loss | Metric,
  reduction: Reduction | undefined,
  settings: { readonly checkInputs: boolean; readonly signal: AbortSignal | undefined },
): StreamEntry | KeptEntry {
  if (!isMetric(measured)) {
    const reduced = reductionOfStream(definitionIn(measured), reduction === undefined ? {} : { reduction });
    return lossEntry(gpu, measured, { ...settings, reduction: reduced.reduction, divisor: undefined });
  }
  if (reduction !== undefined) {
    throw new InvalidInputError(
      `${measured.name}: a metric has no reduction; leave it out, or give the loss of which it is the mean.`,
      { input: "reduction" },
    );
  }
  const isWhole = metricIn(measured).whole?.(measured.params) !== undefined;
  return isWhole ? keptEntry(gpu, measured, settings) : metricEntry(gpu, measured, settings);
}

function isMetric(measured: Loss | Metric): measured is Metric {
  return metricDefinitionOf in Object(measured);
}

/** Descriptors have a name; so has a copy that lost its definition, which is then told what it is. */
function isDescriptor(value: unknown): value is Loss | Metric {
  const { name } = (value ?? {}) as { name?: unknown };
  return typeof value === "function" || typeof name === "string";
}

function wrapped(key: string, one: MeasuredAs): MeasuredAs {
  if (one !== null && typeof one === "object") {
    checkOptionNames(`measureStream: ${key}`, one, ["metric", "inputs", "reduction"]);
    if (isDescriptor(one.metric)) return one;
  }
  throw new InvalidInputError(
    `measureStream: ${key} is ${show(one)}; a metric or loss, or { metric, inputs: { scores: "logits" } }, was wanted.`,
    { input: key },
  );
}

function renamed<E extends StreamEntry>(key: string, entry: E, inputs: Readonly<Record<string, string>>): E {
  const known = Object.keys(entry.names);
  for (const [inner, outer] of Object.entries(inputs)) {
    if (known.includes(inner) && typeof outer === "string") continue;
    const problem = known.includes(inner)
      ? `inputs.${inner} is ${show(outer)}; the name of an input of the batches was wanted`
      : `inputs names "${inner}", which ${entry.described.name} does not have; it has ${known.join(", ")}${nearest(inner, known)}`;
    throw new InvalidInputError(`measureStream: ${key}: ${problem}.`, { input: inner });
  }
  return {
    ...entry,
    names: { ...entry.names, ...inputs },
    required: entry.required.map((name) => inputs[name] ?? name),
    named: Object.keys(inputs),
  };
}
