import { show } from "../check/params.js";
import { retold } from "../check/retold.js";
import { nearest } from "../check/words.js";
import { FusedLossError, InvalidInputError } from "../errors.js";
import type { GpuContext } from "../gpu/context.js";
import { mergedTotals, type PartialResult, partialVersion } from "../totals/partial.js";
import { type Batches, pump } from "./pump.js";
import { renamedInputs, SharedInputs } from "./sharedInputs.js";
import { namesIn, type StreamEntry } from "./streamEntry.js";

/** What a batch holds: each input by its name, as for `evaluate`. */
export type Batch = Readonly<Record<string, unknown>>;

/** Options of every stream. */
export interface StreamOptions {
  /** Reject non-finite inputs and out-of-range labels, naming the batch. Default true. */
  readonly checkInputs?: boolean;
  /** An aborted call rejects with `signal.reason`, whatever the source is waiting for. */
  readonly signal?: AbortSignal;
  /** Called after each batch with the items done, and their total where the source has a `total`. */
  readonly onProgress?: (done: number, total: number | undefined) => void;
  /** Give a `PartialResult`, to be merged with others, instead of the result. Default false. */
  readonly partial?: boolean;
}

/** Goes through the batches once; every entry takes what it reads of each. */
export async function gather(
  gpu: GpuContext,
  entries: Readonly<Record<string, StreamEntry>>,
  gives: PartialResult["gives"],
  batches: Batches<Batch>,
  { signal, onProgress }: StreamOptions,
): Promise<PartialResult> {
  const all = Object.values(entries);
  const readers = all.reduce((sum, entry) => sum + entry.readers, 0);
  const known = [...new Set(all.flatMap(({ names }) => Object.values(names)))];
  const gathered = Object.fromEntries(
    Object.entries(entries).map(([key, { described }]) => [key, { ...described, totals: null as unknown }]),
  );
  const { total } = (batches ?? {}) as { total?: unknown };
  let done = 0;
  const work = async (batch: Batch, index: number) => {
    let inputs: SharedInputs | undefined;
    try {
      checkBatch(batch, known);
      const shared = new SharedInputs(gpu, batch, readers > 1);
      inputs = shared;
      const totals = all.map((entry) => {
        const others = all.filter((other) => other !== entry);
        return entry.totals(renamedInputs(shared, namesIn(entry, others, shared.names)));
      });
      // Not the first failure: until all have come to an end, the batch is in use.
      await Promise.allSettled(totals);
      return await Promise.all(totals);
    } catch (error) {
      throw inBatch(error, index);
    } finally {
      inputs?.release();
    }
  };
  await pump(
    batches,
    work,
    (found) => {
      for (const [i, entry] of Object.values(gathered).entries()) {
        entry.totals = mergedTotals(entry, found[i]?.totals);
      }
      done += found[0]?.items ?? 0;
      onProgress?.(done, typeof total === "number" ? total : undefined);
    },
    signal,
  );
  return { fusedloss: "partial", version: partialVersion, gives, entries: gathered };
}

/** What nobody reads is misspelt. */
function checkBatch(batch: Batch, known: readonly string[]): void {
  if (batch === null || typeof batch !== "object" || Array.isArray(batch) || ArrayBuffer.isView(batch)) {
    throw new InvalidInputError(
      `a batch is ${show(batch)}; an object of inputs such as { predictions, targets } was wanted.`,
    );
  }
  for (const key of Object.keys(batch)) {
    if (known.includes(key) || batch[key] === undefined) continue;
    throw new InvalidInputError(
      `nothing in this stream reads the input "${key}"; what is asked for takes ${known.join(", ")}${nearest(key, known)}.`,
      { input: key },
    );
  }
}

/** An error with the number of its batch, counted from 0. */
export function inBatch(error: unknown, batch: number): unknown {
  if (!(error instanceof FusedLossError)) return error;
  return retold(error, `batch ${batch}: ${error.message}`, { batch });
}
