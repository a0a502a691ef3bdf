import { InvalidInputError } from "../../errors.js";
import { type Bytes, fromChunks, fromParts } from "./bytes.js";
import { chunksOf } from "./openStream.js";

/** Bytes asked for at a time. */
const step = 2 ** 23;

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
  // What is in the first range may be all there is, and it tells the size.
  const response = await request(`bytes=0-${step - 1}`);
  const size = Number(/\/(\d+)$/.exec(response.headers.get("Content-Range") ?? "")?.[1]);
  if (response.status === 416)
    return fromParts(name, { size: 0, read: async () => new ArrayBuffer(0) }, step);
  if (response.status !== 206 || !Number.isSafeInteger(size)) {
    return fromChunks(name, chunksOf(name, response.body!, signal));
  }
  const first = await response.arrayBuffer();
  const read = async (start: number, end: number): Promise<ArrayBuffer> =>
    end <= first.byteLength
      ? first.slice(start, end)
      : await (await request(`bytes=${start}-${end - 1}`)).arrayBuffer();
  return fromParts(name, { size, read }, step);
}
