import type { AsyncBuffer, FileMetaData, ParquetScan, SchemaTree } from "hyparquet";
import { InvalidInputError } from "../../errors.js";
import { absent } from "./absent.js";
import { type Bytes, everyByte } from "./bytes.js";
import { flattened } from "./flattened.js";
import type { ColumnName } from "./options.js";
import { pickColumns } from "./pickColumns.js";
import type { Cells, Rows, Wish } from "./rows.js";

/** Rows of a Parquet file, one row group after the other, and no other columns than those asked for. */
export async function* readParquet(bytes: Bytes, wishes: readonly Wish[]): AsyncGenerator<Rows> {
  const { file, metadata, fields, parquetScan, compressors } = await opened(bytes);
  const names = fields.map(({ element }) => element.name);
  const picked = pickColumns(bytes.name, names, wishes).map((place, i) => ({
    name: names[place]!,
    input: wishes[i]!.input,
    field: fields[place]!,
  }));
  for (const { field, input } of picked) checkNumeric(bytes.name, field, input);
  const columns = [...new Set(picked.map(({ name }) => name))];
  const scan: ParquetScan = await parquetScan({ file, metadata, compressors, columns });
  let before = 0;
  for (const range of scan.ranges) {
    const count = range.rowEnd - range.rowStart;
    const read = async ({ name, input }: (typeof picked)[number]): Promise<Cells> => {
      const values = await scan.readColumn({ column: name, ...range }).catch((cause) => {
        throw broken(
          bytes.name,
          `rows from ${range.rowStart + 1} on of column "${name}" cannot be read`,
          cause,
        );
      });
      if (values.length !== count) {
        throw broken(bytes.name, `column "${name}" ends at row ${before + values.length}`);
      }
      return flattened({ values, tail: [], file: bytes.name, column: `column "${name}"`, input }, before);
    };
    yield { count, columns: await Promise.all(picked.map(read)) };
    before += count;
  }
}

/** The names of its columns, from its end. */
export async function columnsOfParquet(bytes: Bytes): Promise<ColumnName[]> {
  const { fields } = await opened(bytes);
  return fields.map(({ element }) => element.name);
}

async function opened(bytes: Bytes) {
  const { parquetMetadataAsync, parquetSchema, parquetScan, compressors } = await hyparquet();
  const file = await bufferOf(bytes);
  const metadata: FileMetaData = await parquetMetadataAsync(file).catch((cause) => {
    throw broken(bytes.name, "its footer cannot be read", cause);
  });
  return { file, metadata, fields: parquetSchema(metadata).children, parquetScan, compressors };
}

async function hyparquet() {
  try {
    const [reader, codecs] = await Promise.all([import("hyparquet"), import("hyparquet-compressors")]);
    return { ...reader, ...codecs };
  } catch (cause) {
    throw absent("Parquet", "hyparquet hyparquet-compressors", cause);
  }
}

async function bufferOf(bytes: Bytes): Promise<AsyncBuffer> {
  if (bytes.parts) {
    const { size, read } = bytes.parts;
    return { byteLength: size, slice: (start, end = size) => read(start, end) };
  }
  return (await everyByte(bytes)).buffer;
}

const numericTypes = ["BOOLEAN", "INT32", "INT64", "FLOAT", "DOUBLE"];
const numericKinds = ["INTEGER", "DECIMAL", "FLOAT16"];
const plainConversions = /^(U?INT_\d+|DECIMAL)$/;

/** Numbers, truth values, or lists of them. */
function checkNumeric(file: string, field: SchemaTree, input: string): void {
  const { name } = field.element;
  const isList = field.children.length === 1;
  let leaf = field;
  while (leaf.children.length === 1) leaf = leaf.children[0]!;
  const { type, logical_type: kind, converted_type: conversion } = leaf.element;
  const isNumeric = kind
    ? numericKinds.includes(kind.type)
    : conversion
      ? plainConversions.test(conversion)
      : type !== undefined && numericTypes.includes(type);
  if (isNumeric && leaf.children.length === 0) return;
  const found = leaf.children.length > 0 ? "structs" : (kind?.type ?? conversion ?? type);
  throw new InvalidInputError(
    `${file}: column "${name}" holds ${isList ? "lists of " : ""}${found}; numbers or lists of numbers were wanted. Write it as numbers, or name another column.`,
    { input },
  );
}

function broken(file: string, fault: string, cause?: Error): InvalidInputError {
  return new InvalidInputError(
    `${file}: ${fault}${cause ? ` (${cause.message})` : ""}; it is no whole Parquet file: it may have been cut off, so bring it again.`,
    {},
    { cause },
  );
}
