import { checkOptionNames } from "../check/options.js";
import { show } from "../check/params.js";
import { nearest } from "../check/words.js";
import { definitionOf, type Loss } from "../definition.js";
import { InvalidInputError, UnsupportedError } from "../errors.js";
import type { GpuContext } from "../gpu/context.js";
import { finishPartial, type PartialResult, type StreamedValue } from "../totals/partial.js";
import type { Batches } from "./pump.js";
import { type Batch, gather, type StreamOptions } from "./stream.js";
import { lossEntry, type StreamEntry } from "./streamEntry.js";

/** A loss or metric, and what its inputs are called in the batches where that is another name. */
export interface MeasuredAs {
  readonly metric: Loss;
  /** The metric's input → the batch's. Those not named keep their names. */
  readonly inputs?: Readonly<Record<string, string>>;
}

/** What a stream is measured by. */
export type Measured = Loss | MeasuredAs;

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
  const { checkInputs = true, signal } = options;
  if (typeof checkInputs !== "boolean") {
    throw new InvalidInputError(
      `measureStream: checkInputs is ${show(checkInputs)}; it must be true or false.`,
      { input: "checkInputs" },
    );
  }
  const entryOf = (key: string, one: Measured): StreamEntry => {
    const { metric, inputs = {} } = isDescriptor(one) ? { metric: one } : wrapped(key, one);
    const entry = lossEntry(gpu, metric, {
      reduction: undefined,
      divisor: undefined,
      checkInputs,
      signal,
    });
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
  const partial = await gather(gpu, entries, isOne ? "value" : "values", batches, options);
  if (options.partial) return partial;
  return finishPartial(partial) as StreamedValue | Record<string, StreamedValue>;
}

/** Descriptors have a name; so has a copy that lost its definition, which is then told what it is. */
function isDescriptor(value: unknown): value is Loss {
  const { name } = (value ?? {}) as { name?: unknown };
  return typeof value === "function" || typeof name === "string" || definitionOf in Object(value);
}

function wrapped(key: string, one: MeasuredAs): MeasuredAs {
  if (one !== null && typeof one === "object") {
    checkOptionNames(`measureStream: ${key}`, one, ["metric", "inputs"]);
    if (isDescriptor(one.metric)) return one;
  }
  throw new InvalidInputError(
    `measureStream: ${key} is ${show(one)}; a metric or loss, or { metric, inputs: { scores: "logits" } }, was wanted.`,
    { input: key },
  );
}

function renamed(key: string, entry: StreamEntry, inputs: Readonly<Record<string, string>>): StreamEntry {
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
