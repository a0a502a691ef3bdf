/** What is read from, and in which of the formats. */

export const formats = ["csv", "parquet", "npy", "arrow"] as const;

export type FileFormat = (typeof formats)[number];

/** A path (in Node) or an address, a `Blob` or `File`, bytes in memory, or bytes as they come. */
export type FileSource =
  | string
  | URL
  | Blob
  | ArrayBuffer
  | Uint8Array
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>;
