import { columnsOfArrow } from "./arrow.js";
import { columnsOfCsv } from "./csv.js";
import { detectFormat } from "./detectFormat.js";
import { columnsOfNpy } from "./npy.js";
import { openSource } from "./openSource.js";
import { type ColumnName, checkReadOptions, type ReadOptions } from "./options.js";
import { columnsOfParquet } from "./parquet.js";
import type { DecodeColumns } from "./rows.js";
import type { FileFormat, FileSource } from "./source.js";

const decoders: Readonly<Record<FileFormat, DecodeColumns>> = {
  csv: columnsOfCsv,
  parquet: columnsOfParquet,
  npy: columnsOfNpy,
  arrow: columnsOfArrow,
};

/**
 * The columns of a file, as `readBatches` takes them: names, or numbers from 0 where there are no names (npy, and CSV
 * without a header). Only the beginning of the file is read, or the end of Parquet.
 *
 * @param source a path (Node) or address, `Blob`, `ReadableStream` or bytes
 * @param options `format`, `header` and `signal`, as for `readBatches`
 * @throws InvalidInputError for a file that is missing, cut off or not what it should be; UnsupportedError where the
 * reader is not installed
 */
export async function columnsOf(
  source: FileSource,
  options: Pick<ReadOptions, "format" | "header" | "signal"> = {},
): Promise<ColumnName[]> {
  checkReadOptions(options, "columnsOf", ["format", "header", "signal"]);
  const { format, header, signal } = options;
  signal?.throwIfAborted();
  const bytes = await openSource(source, signal);
  try {
    return await decoders[format ?? detectFormat(bytes)](bytes, { header });
  } finally {
    await bytes.close();
  }
}
