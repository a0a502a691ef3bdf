import { InvalidInputError } from "../../errors.js";
import { readArrow } from "./arrow.js";
import { readCsv } from "./csv.js";
import { detectFormat } from "./detectFormat.js";
import { inBatches } from "./inBatches.js";
import type { Wanted } from "./inputBuffer.js";
import { readNpy } from "./npy.js";
import { openSource } from "./openSource.js";
import {
  type Batch,
  type BatchColumns,
  type ColumnName,
  checkReadOptions,
  isIntegerInput,
  type ReadOptions,
} from "./options.js";
import { readParquet } from "./parquet.js";
import { besideEachOther, type Decode, type Rows, type Wish } from "./rows.js";
import type { FileFormat, FileSource } from "./source.js";

const decoders: Readonly<Record<FileFormat, Decode>> = {
  csv: readCsv,
  parquet: readParquet,
  npy: readNpy,
  arrow: readArrow,
};

/**
 * Reads a file in batches, as `engine.evaluateStream` and `engine.measureStream` take them: CSV by chunks,
 * Parquet by row groups and only the columns asked for, Arrow by record batches, npy by slices. The readers
 * are optional peers: papaparse; hyparquet and hyparquet-compressors; npyjs; apache-arrow.
 *
 * An input arrives as `Float32Array`, or `Int32Array` if it holds whole numbers; from a list of columns, a
 * column of lists or an array of several axes as a tensor [n, …]. Each iteration opens the source anew.
 *
 * @param source a path (Node) or address, `Blob`, `ReadableStream` or bytes; or for each input a source of
 * its own, such as `{ logits: "logits.npy", labels: "labels.npy" }`, whose rows stand beside each other
 * @param options.columns input → column's name, or number from 0, or list of those: `{ logits: "score" }`
 * @throws InvalidInputError, while iterating, for a file that is missing, cut off or not what it should be, an
 * unknown column, and a cell that is no number (`input`, and `index`, the row from 0); UnsupportedError where
 * the reader is not installed
 */
export function readBatches<const C extends BatchColumns>(
  source: FileSource,
  options: ReadOptions & { readonly columns: C },
): AsyncIterable<Batch<keyof C & string>>;
export function readBatches<const S extends Readonly<Record<string, FileSource>>>(
  sources: S,
  options?: ReadOptions & { readonly columns?: BatchColumns },
): AsyncIterable<Batch<keyof S & string>>;
export function readBatches(
  source: FileSource | Readonly<Record<string, FileSource>>,
  options: ReadOptions & { readonly columns?: BatchColumns } = {},
): AsyncIterable<Batch> {
  return { [Symbol.asyncIterator]: () => batches(source, options) };
}

type Options = ReadOptions & { readonly columns?: BatchColumns };

async function* batches(
  source: FileSource | Readonly<Record<string, FileSource>>,
  options: Options,
): AsyncGenerator<Batch> {
  checkReadOptions(options);
  const { signal, batch } = options;
  signal?.throwIfAborted();
  const { rows, wanted } = isRecord(source) ? fromEach(source, options) : fromOne(source, options);
  for await (const found of inBatches(rows, wanted, batch)) {
    signal?.throwIfAborted();
    yield found;
    signal?.throwIfAborted();
  }
}

interface Reading {
  readonly rows: AsyncIterable<Rows>;
  readonly wanted: readonly Wanted[];
}

/** Every input from the same file. */
function fromOne(source: FileSource, options: Options): Reading {
  const columns = Object.entries(options.columns ?? {});
  if (columns.length === 0) {
    throw new InvalidInputError(
      'readBatches: columns is missing; say which column each input comes from, as in { columns: { logits: "score" } }.',
      { input: "columns" },
    );
  }
  const wishes: Wish[] = [];
  /** A column is read once, whoever wants it. */
  const placeOf = (input: string, column: ColumnName): number => {
    const place = wishes.findIndex((wish) => wish.column === column);
    return place >= 0 ? place : wishes.push({ input, column }) - 1;
  };
  const wanted = columns.map(([input, column]) => ({
    input,
    columns: listOf(column).map((name) => placeOf(input, name)),
    listed: Array.isArray(column),
    integers: isIntegerInput(input, options.integers),
  }));
  return { rows: rowsOf(source, wishes, options), wanted };
}

/** Every input from a file of its own. */
function fromEach(sources: Readonly<Record<string, FileSource>>, options: Options): Reading {
  const { columns = {} } = options;
  for (const input of Object.keys(columns)) {
    if (input in sources) continue;
    throw new InvalidInputError(
      `readBatches: columns names ${input}, for which there is no source; there are ${Object.keys(sources).join(", ") || "none"}.`,
      { input },
    );
  }
  let at = 0;
  const files = Object.entries(sources).map(([input, source]) => {
    const column = columns[input];
    const wishes = column === undefined ? [{ input }] : listOf(column).map((one) => ({ input, column: one }));
    const places = wishes.map(() => at++);
    const integers = isIntegerInput(input, options.integers);
    return {
      name: typeof source === "string" ? source : `the source of ${input}`,
      rows: rowsOf(source, wishes, options),
      wanted: { input, columns: places, listed: Array.isArray(column), integers },
    };
  });
  if (files.length === 0) {
    throw new InvalidInputError("readBatches: no source was given.", { input: "source" });
  }
  return { rows: besideEachOther(files), wanted: files.map(({ wanted }) => wanted) };
}

/** A file's rows: opened when the first are asked for, closed after the last or when no more are wanted. */
async function* rowsOf(source: FileSource, wishes: readonly Wish[], options: Options): AsyncGenerator<Rows> {
  const { signal, format, header } = options;
  const bytes = await openSource(source, signal);
  try {
    for await (const rows of decoders[format ?? detectFormat(bytes)](bytes, wishes, { header })) {
      signal?.throwIfAborted();
      yield rows;
    }
  } finally {
    await bytes.close();
  }
}

function listOf(column: ColumnName | readonly ColumnName[]): readonly ColumnName[] {
  return Array.isArray(column) ? column : [column as ColumnName];
}

/** An object of sources, and no source itself. */
function isRecord(source: unknown): source is Readonly<Record<string, FileSource>> {
  if (typeof source !== "object" || source === null || Symbol.asyncIterator in source) return false;
  const prototype = Object.getPrototypeOf(source);
  return prototype === Object.prototype || prototype === null;
}
