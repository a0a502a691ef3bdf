import { InvalidInputError } from "../../errors.js";
import { type Bytes, fromChunks, fromParts } from "./bytes.js";
import { chunksOf } from "./openStream.js";

/** Bytes asked for at a time, and at first. */
const step = 2 ** 23;
const firstStep = 2 ** 16;

/** A file behind an address: by ranges where the server gives them, else as one stream. */
export async function openUrl(url: URL, signal: AbortSignal | undefined): Promise<Bytes> {
  const name = url.href;
  const request = async (range: string): Promise<Response> => {
    const response = await fetch(url, { headers: { Range: range }, ...(signal ? { signal } : {}) }).catch(
      (cause: Error) => {
        signal?.throwIfAborted();
        const why = cause.cause instanceof Error ? `${cause.message}: ${cause.cause.message}` : cause.message;
        throw new InvalidInputError(
          `${name}: it could not be fetched (${why}); check the address.`,
          {},
          { cause },
        );
      },
    );
    // 416: nothing to give a range of.
    if (response.ok || response.status === 416) return response;
    const said = [response.status, response.statusText].filter(Boolean).join(" ");
    throw new InvalidInputError(`${name}: the server answered ${said}; check the address.`);
  };
  // The first range tells the size, and of a small file it is all.
  const response = await request(`bytes=0-${firstStep - 1}`);
  const size = Number(/\/(\d+)$/.exec(response.headers.get("Content-Range") ?? "")?.[1]);
  if (response.status === 416)
    return fromParts(name, { size: 0, read: async () => new ArrayBuffer(0) }, step);
  if (response.status !== 206 || !Number.isSafeInteger(size)) {
    return fromChunks(name, chunksOf(name, response.body!, signal));
  }
  const first = await response.arrayBuffer();
  /** A server may give less than it is asked for. */
  const read = async (start: number, end: number): Promise<ArrayBuffer> => {
    if (end <= first.byteLength) return first.slice(start, end);
    const bytes = new Uint8Array(end - start);
    let filled = 0;
    while (filled < bytes.length) {
      const part = await (await request(`bytes=${start + filled}-${end - 1}`)).arrayBuffer();
      if (part.byteLength === 0 || filled + part.byteLength > bytes.length) {
        throw new InvalidInputError(
          `${name}: the server gave other bytes than it was asked for; download the file.`,
        );
      }
      bytes.set(new Uint8Array(part), filled);
      filled += part.byteLength;
    }
    return bytes.buffer;
  };
  return fromParts(name, { size, read }, step);
}
