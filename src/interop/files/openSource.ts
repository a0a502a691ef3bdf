import { show } from "../../check/params.js";
import { InvalidInputError } from "../../errors.js";
import { type Bytes, fromChunks, fromParts } from "./bytes.js";
import { hasPaths, openPath, pathOf } from "./openPath.js";
import { chunksOf } from "./openStream.js";
import { openUrl } from "./openUrl.js";
import type { FileSource } from "./source.js";

/** Bytes read at a time of what is at hand. */
const step = 2 ** 20;

/** Opens what users give; an empty one is refused. */
export async function openSource(source: FileSource, signal: AbortSignal | undefined): Promise<Bytes> {
  const bytes = await open(source, signal);
  if (bytes.head.length > 0) return bytes;
  await bytes.close();
  throw new InvalidInputError(`${bytes.name} is empty: it has no bytes; check what wrote it.`);
}

async function open(source: unknown, signal: AbortSignal | undefined): Promise<Bytes> {
  if (typeof source === "string") return openString(source, signal);
  if (source instanceof URL) return openAddress(source, signal);
  if (source instanceof Blob) {
    const read = (start: number, end: number) => source.slice(start, end).arrayBuffer();
    return fromParts(blobName(source), { size: source.size, read }, step);
  }
  if (source instanceof ArrayBuffer) return openMemory(new Uint8Array(source));
  if (source instanceof Uint8Array) return openMemory(source);
  if (source instanceof ReadableStream || isIterable(source)) {
    return fromChunks("the stream", chunksOf("the stream", source, signal));
  }
  throw new InvalidInputError(
    `readBatches: source is ${show(source)}; a path, URL, Blob, ReadableStream or bytes were wanted.`,
    { input: "source" },
  );
}

function openString(text: string, signal: AbortSignal | undefined): Promise<Bytes> {
  if (/^(https?|file|data|blob):/i.test(text)) return openAddress(new URL(text), signal);
  if (hasPaths()) return openPath(text);
  // On a page, as an address beside it.
  return openAddress(new URL(text, globalThis.location?.href), signal);
}

function openAddress(url: URL, signal: AbortSignal | undefined): Promise<Bytes> {
  return url.protocol === "file:" && hasPaths() ? openPath(pathOf(url)) : openUrl(url, signal);
}

function openMemory(bytes: Uint8Array): Promise<Bytes> {
  const read = async (start: number, end: number) => new Uint8Array(bytes.subarray(start, end)).buffer;
  return fromParts("the data", { size: bytes.length, read }, step);
}

function blobName(blob: Blob): string {
  return (blob as Partial<File>).name || "the Blob";
}

function isIterable(source: unknown): source is AsyncIterable<Uint8Array> {
  return typeof (source as AsyncIterable<Uint8Array> | null)?.[Symbol.asyncIterator] === "function";
}
