import { InvalidInputError } from "../../errors.js";

/** Bytes as they come; an abort waits for no source that is silent. */
export async function* chunksOf(
  name: string,
  source: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const iterator =
    source instanceof ReadableStream ? iteratorOf(name, source) : source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await unlessAborted(iterator.next(), signal);
      if (done) return;
      yield checked(name, value);
    }
  } finally {
    const closed = Promise.resolve(iterator.return?.()).catch(() => {});
    if (!signal?.aborted) await closed;
  }
}

/** Not every browser's streams can be iterated. */
function iteratorOf(name: string, stream: ReadableStream<Uint8Array>): AsyncIterator<Uint8Array, undefined> {
  if (stream.locked) {
    throw new InvalidInputError(`${name} is being read by something else; a stream can be read once.`);
  }
  const reader = stream.getReader();
  return {
    next: async () => {
      const { done, value } = await reader.read();
      return done ? { done, value: undefined } : { done, value };
    },
    return: async () => {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
  });
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function checked(name: string, chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new InvalidInputError(
    `${name} gives ${typeof chunk === "string" ? "text" : typeof chunk}; bytes (Uint8Array) were wanted.`,
  );
}
