import { decodeHalf } from "../check/half.js";
import { resolveInput, type Source, sourceBytes } from "../check/inputs.js";
import { metricIn } from "../check/metric.js";
import { retold } from "../check/retold.js";
import type { InputKind } from "../definition.js";
import { InvalidInputError } from "../errors.js";
import type { GpuContext } from "../gpu/context.js";
import type { Metric } from "../metric.js";
import { elementCount, isGPUBuffer, isHalf, type TypedArray } from "../tensor.js";
import { measure } from "./measure.js";
import { inBatch } from "./stream.js";
import { metricEntry, rowsOf, type StreamEntry } from "./streamEntry.js";

/** What a batch had under each name, in memory. */
type Kept = Readonly<Record<string, TypedArray>>;

/** An entry whose value needs all items at once: it keeps them, and is measured when the stream has ended. */
export interface KeptEntry extends StreamEntry {
  readonly finish: () => Promise<number | Float64Array>;
}

/** A metric of the order of all scores. Memory grows with the items. */
export function keptEntry(
  gpu: GpuContext,
  metric: Metric,
  options: { readonly checkInputs: boolean; readonly signal: AbortSignal | undefined },
): KeptEntry {
  const { name, inputs } = metricIn(metric);
  const entry = metricEntry(gpu, metric, options);
  const kept: Kept[] = [];
  return {
    ...entry,
    totals: async (batch) => {
      const place = kept.push({}) - 1;
      const taken = await batch.take(name, undefined, entry.names);
      const all = Object.entries(taken).map(async ([input, value]) => {
        const kind: InputKind = inputs[input] ?? "real";
        return [input, await numbersOf(gpu, resolveInput(name, input, kind, value))] as const;
      });
      kept[place] = filled(Object.fromEntries(await Promise.all(all)));
      return { totals: null, items: rowsOf(taken) };
    },
    finish: () => measureKept(gpu, metric, kept, options),
  };
}

/** A copy of an input's numbers: a source may use its arrays again. */
async function numbersOf(gpu: GpuContext, source: Source): Promise<TypedArray> {
  const { data, dtype, bits, offset, shape } = source;
  const count = elementCount(shape);
  if (!isGPUBuffer(data))
    return bits ? decodeHalf(data as Uint16Array, dtype as "f16") : data.slice(0, count);
  const size = Math.ceil(sourceBytes(source) / 4) * 4;
  const [bytes = new ArrayBuffer(0)] = await gpu.read([{ buffer: data, offset, size }]);
  if (isHalf(dtype)) return decodeHalf(new Uint16Array(bytes).subarray(0, count), dtype);
  return dtype === "f32" ? new Float32Array(bytes) : new Int32Array(bytes);
}

/** One number for all items of a batch is that of each. */
function filled(batch: Kept): Kept {
  const most = Math.max(0, ...Object.values(batch).map(({ length }) => length));
  const entries = Object.entries(batch).map(([name, data]) => [
    name,
    data.length === 1 && most > 1 ? new Float64Array(most).fill(Number(data[0])) : data,
  ]);
  return Object.fromEntries(entries);
}

async function measureKept(
  gpu: GpuContext,
  metric: Metric,
  kept: readonly Kept[],
  { checkInputs, signal }: { readonly checkInputs: boolean; readonly signal: AbortSignal | undefined },
): Promise<number | Float64Array> {
  const filledBatches = kept.filter((batch) => Object.values(batch).some(({ length }) => length > 0));
  const [first = {}] = filledBatches;
  const names = Object.keys(first);
  const joined = names.map((name) => [
    name,
    join(filledBatches.map((batch) => batch[name] ?? new Float32Array(0))),
  ]);
  if (names.length === 0) {
    const { rule, whole } = metricIn(metric);
    return (whole?.(metric.params) ?? rule).finish({}, metric.params);
  }
  try {
    return await measure(gpu, metric, Object.fromEntries(joined), {
      checkInputs,
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    throw placed(error, kept);
  }
}

function join(parts: readonly TypedArray[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let first = 0;
  for (const part of parts) {
    all.set(Float64Array.from(part as ArrayLike<number | bigint>, Number), first);
    first += part.length;
  }
  return all;
}

/** An error about an item of the whole, as one of its batch. */
function placed(error: unknown, kept: readonly Kept[]): unknown {
  if (!(error instanceof InvalidInputError) || error.index === undefined || !error.input) return error;
  const { input } = error;
  let index = error.index;
  for (const [batch, own] of kept.entries()) {
    const { length = 0 } = own[input] ?? {};
    if (index >= length) {
      index -= length;
      continue;
    }
    const message = error.message.replace(`${input}[${error.index}]`, `${input}[${index}]`);
    return inBatch(retold(error, message, { index }), batch);
  }
  return error;
}
