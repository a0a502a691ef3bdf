import { InvalidInputError } from "../errors.js";

/** Batches, one after the other: an async iterable, or one that has them all. */
export type Batches<B> = AsyncIterable<B> | Iterable<B>;

/**
 * Takes each batch in hand while the one before it is still on its way, so that uploading overlaps with
 * computing; two are alive at most. Results are taken in order. Whatever ends the work early (an error, an
 * abort) also ends the source.
 */
export async function pump<B, R>(
  source: Batches<B>,
  work: (batch: B, index: number) => Promise<R>,
  take: (result: R) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const iterator = iterate(source);
  let running: Promise<R> | undefined;
  let isDone = false;
  try {
    for (let index = 0; ; index++) {
      const coming = Promise.resolve(iterator.next());
      coming.catch(() => {});
      // A batch that fails, or an abort, does not wait for a source that is slow.
      const next = await first([coming, failure(running)], signal);
      if (next.done) break;
      const started = work(next.value, index);
      started.catch(() => {});
      const before = running;
      running = started;
      if (before) take(await first([before], signal));
    }
    isDone = true;
    if (running) take(await first([running], signal));
  } finally {
    if (!isDone) void Promise.resolve(iterator.return?.()).catch(() => {});
    // Its buffers come back before the caller goes on.
    await running?.catch(() => {});
  }
}

function iterate<B>(source: Batches<B>): Iterator<B> | AsyncIterator<B> {
  const { [Symbol.asyncIterator]: later, [Symbol.iterator]: now } = (source ?? {}) as AsyncIterable<B> &
    Iterable<B>;
  const make = later ?? now;
  if (make && typeof source === "object") return make.call(source);
  throw new InvalidInputError(
    `a stream is ${source === null ? "null" : typeof source}; an (async) iterable of batches such as { predictions, targets } was wanted.`,
    { input: "batches" },
  );
}

/**
 * What one of these comes to first, unless the signal is there before. Nothing is left waiting on the signal:
 * a long stream would keep every batch that it ever raced.
 */
function first<T>(works: readonly Promise<T>[], signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal?.reason);
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
    const settled = (): void => signal?.removeEventListener("abort", stop);
    for (const work of works) work.then(resolve, reject).finally(settled);
  });
}

/** Rejects when the work does, and never resolves. */
function failure(work: Promise<unknown> | undefined): Promise<never> {
  return new Promise((_, reject) => work?.catch(reject));
}
