import { InvalidInputError } from "../../errors.js";

/** The chunks of a stream, which is cancelled when no more of them are wanted. */
export async function* chunksOf(
  name: string,
  stream: ReadableStream<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  if (stream.locked) {
    throw new InvalidInputError(`${name} is being read by something else; a stream can be read once.`);
  }
  const reader = stream.getReader();
  const cancel = () => void reader.cancel(signal?.reason).catch(() => {});
  signal?.addEventListener("abort", cancel);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal?.throwIfAborted();
      if (done) return;
      yield checked(name, value);
    }
  } finally {
    signal?.removeEventListener("abort", cancel);
    cancel();
  }
}

/** The chunks of anything that can be iterated, Node's streams among it. */
export async function* checkedChunks(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield checked(name, chunk);
}

function checked(name: string, chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new InvalidInputError(
    `${name} gives ${typeof chunk === "string" ? "text" : typeof chunk}; bytes (Uint8Array) were wanted.`,
  );
}
