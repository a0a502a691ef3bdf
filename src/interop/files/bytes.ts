/** The bytes of a source: all of them in order, and any part of them where the source lets us. */

export interface Parts {
  readonly size: number;
  read(start: number, end: number): Promise<ArrayBuffer>;
}

export interface Bytes {
  /** What errors call it. */
  readonly name: string;
  /** The first few bytes, by which formats are told apart. */
  readonly head: Uint8Array;
  /** From the first byte on; once. */
  readonly stream: () => AsyncIterable<Uint8Array>;
  readonly parts?: Parts;
  readonly close: () => Promise<void>;
}

/** Bytes to look at before it is known what they are. */
const headSize = 16;

const nothing = async (): Promise<void> => {};

/** Of a source that gives any part; it is read in order by `step` bytes. */
export async function fromParts(
  name: string,
  parts: Parts,
  step: number,
  close: () => Promise<void> = nothing,
): Promise<Bytes> {
  async function* stream(): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < parts.size; start += step) {
      yield new Uint8Array(await parts.read(start, Math.min(start + step, parts.size)));
    }
  }
  const head = new Uint8Array(await parts.read(0, Math.min(headSize, parts.size)));
  return { name, head, stream, parts, close };
}

/** Of bytes that come in order, once. */
export async function fromChunks(name: string, chunks: AsyncIterable<Uint8Array>): Promise<Bytes> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let size = 0;
  while (size < headSize) {
    const { done, value } = await iterator.next();
    if (done) break;
    first.push(value);
    size += value.length;
  }
  async function* stream(): AsyncGenerator<Uint8Array> {
    yield* first;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  const close = async () => void (await iterator.return?.());
  return { name, head: joined(first).subarray(0, headSize), stream, close };
}

/** Everything at once, for formats that begin at the end. */
export async function everyByte(bytes: Bytes): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes.stream()) chunks.push(chunk);
  return joined(chunks);
}

/** Takes bytes in order, as many as are asked for; fewer at the end. */
export function taker(
  chunks: AsyncIterable<Uint8Array>,
): (count: number) => Promise<Uint8Array<ArrayBuffer>> {
  const iterator = chunks[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  return async (count) => {
    const taken = new Uint8Array(count);
    let filled = 0;
    while (filled < count) {
      if (rest.length === 0) {
        const { done, value } = await iterator.next();
        if (done) break;
        rest = value;
      }
      const part = rest.subarray(0, count - filled);
      taken.set(part, filled);
      filled += part.length;
      rest = rest.subarray(part.length);
    }
    return taken.subarray(0, filled);
  };
}

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
