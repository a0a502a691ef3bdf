import { UnsupportedError } from "../../errors.js";
import type { Bytes } from "./bytes.js";
import type { FileFormat } from "./source.js";

/** First bytes as Latin-1. An Arrow stream begins with the mark of a message. */
const magics: readonly (readonly [magic: string, format: FileFormat])[] = [
  ["PAR1", "parquet"],
  ["\x93NUMPY", "npy"],
  ["ARROW1", "arrow"],
  ["\xff\xff\xff\xff", "arrow"],
];

/** What holds files, and must be opened first. */
const wrappings: readonly (readonly [magic: string, advice: string])[] = [
  ["\x1f\x8b", 'gzip; give source.stream().pipeThrough(new DecompressionStream("gzip"))'],
  ["PK\x03\x04", "a ZIP archive (npz and xlsx are such); unpack it and give the file in it"],
  ["\x28\xb5\x2f\xfd", "compressed by zstd; decompress it first"],
];

const endings: readonly (readonly [ending: RegExp, format: FileFormat])[] = [
  [/\.(parquet|pq)$/i, "parquet"],
  [/\.npy$/i, "npy"],
  [/\.(arrow|arrows|feather|ipc)$/i, "arrow"],
];

/** By the first bytes, then by the name: a Parquet file that lost its beginning is told so. */
export function detectFormat({ name, head }: Bytes): FileFormat {
  const start = String.fromCharCode(...head);
  const [, found] = magics.find(([magic]) => start.startsWith(magic)) ?? [];
  if (found) return found;
  const [, advice] = wrappings.find(([magic]) => start.startsWith(magic)) ?? [];
  if (advice) throw new UnsupportedError(`${name} is ${advice}.`);
  const [, named] = endings.find(([ending]) => ending.test(name.replace(/[?#].*$/, ""))) ?? [];
  return named ?? "csv";
}
