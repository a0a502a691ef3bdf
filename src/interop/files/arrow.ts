import type { DataType, RecordBatch, RecordBatchReader, Vector } from "apache-arrow";
import { InvalidInputError, UnsupportedError } from "../../errors.js";
import { absent } from "./absent.js";
import type { Bytes, Parts } from "./bytes.js";
import { flattened } from "./flattened.js";
import type { ColumnName } from "./options.js";
import { pickColumns } from "./pickColumns.js";
import type { Cells, Rows, Wish } from "./rows.js";

type Arrow = typeof import("apache-arrow");

/** Rows of an Arrow file or stream, one record batch after the other. */
export async function* readArrow(bytes: Bytes, wishes: readonly Wish[]): AsyncGenerator<Rows> {
  const arrow = await apacheArrow();
  await checkEnd(bytes);
  const reader = await opened(arrow, bytes);
  const fields = reader.schema.fields;
  const places = pickColumns(
    bytes.name,
    fields.map(({ name }) => name),
    wishes,
  );
  for (const [i, place] of places.entries())
    checkNumeric(arrow, bytes.name, fields[place]!, wishes[i]!.input);
  let before = 0;
  for (;;) {
    const batch = await next(bytes.name, reader, before);
    if (!batch) return;
    const cellsOf = (place: number, i: number): Cells => {
      const column = `column "${fields[place]!.name}"`;
      return flattened(
        { ...numbersOf(arrow, batch.getChildAt(place)!), file: bytes.name, column, input: wishes[i]!.input },
        before,
      );
    };
    yield { count: batch.numRows, columns: places.map(cellsOf) };
    before += batch.numRows;
  }
}

/** The names of its columns, from its schema. */
export async function columnsOfArrow(bytes: Bytes): Promise<ColumnName[]> {
  const arrow = await apacheArrow();
  await checkEnd(bytes);
  const { schema } = await opened(arrow, bytes);
  return schema.fields.map(({ name }) => name);
}

async function apacheArrow(): Promise<Arrow> {
  try {
    return await import("apache-arrow");
  } catch (cause) {
    throw absent("Arrow", "apache-arrow", cause);
  }
}

const magic = "ARROW1";

function isFile({ head }: Bytes): boolean {
  return String.fromCharCode(...head).startsWith(magic);
}

/** An Arrow file ends as it begins. A stream may end anywhere between two batches. */
async function checkEnd(bytes: Bytes): Promise<void> {
  if (!bytes.parts || !isFile(bytes)) return;
  const { size, read } = bytes.parts;
  const end = new Uint8Array(await read(Math.max(0, size - magic.length), size));
  if (String.fromCharCode(...end) !== magic) throw broken(bytes.name, "its end is missing");
}

async function opened(arrow: Arrow, bytes: Bytes): Promise<RecordBatchReader> {
  const source = isFile(bytes) && bytes.parts ? handleOf(bytes.parts) : bytes.stream();
  try {
    const reader = await arrow.RecordBatchReader.from(source as AsyncIterable<Uint8Array>);
    await reader.open();
    if (reader.schema) return reader;
  } catch (cause) {
    throw broken(bytes.name, "its beginning cannot be read", cause);
  }
  throw broken(bytes.name, "it has no schema");
}

async function next(
  file: string,
  reader: RecordBatchReader,
  before: number,
): Promise<RecordBatch | undefined> {
  try {
    return (await reader.next()).value ?? undefined;
  } catch (cause) {
    if (/codec/.test((cause as Error).message)) {
      throw new UnsupportedError(
        `${file} is compressed, which apache-arrow reads only with a codec of yours; write it uncompressed.`,
        { cause },
      );
    }
    throw broken(file, `the rows from ${before + 1} on cannot be read`, cause);
  }
}

/** Parts of a file as apache-arrow asks for them: as a file handle of Node's. */
function handleOf({ size, read }: Parts) {
  return {
    fd: -1,
    stat: async () => ({ size }),
    read: async (buffer: Uint8Array, offset: number, length: number, position: number) => {
      const part = new Uint8Array(await read(position, Math.min(position + length, size)));
      buffer.set(part, offset);
      return { bytesRead: part.length, buffer };
    },
    close: async () => {},
  };
}

/** The numbers of a vector: its own memory where that is what it holds. */
function numbersOf({ DataType }: Arrow, vector: Vector): Pick<Cells, "values" | "tail"> {
  const { type } = vector;
  const isPlain = DataType.isInt(type) || (DataType.isFloat(type) && type.precision > 0);
  const values = isPlain && vector.nullCount === 0 ? vector.toArray() : Array.from(vector, listed);
  return { values: values as ArrayLike<unknown>, tail: [] };
}

/** A list's entries, from the vector that it is. */
function listed(cell: unknown): unknown {
  const isVector = typeof (cell as Vector | null)?.toArray === "function";
  return isVector ? Array.from(cell as Vector) : cell;
}

/** Numbers, truth values, or lists of them. */
function checkNumeric(
  { DataType }: Arrow,
  file: string,
  { name, type }: { readonly name: string; readonly type: DataType },
  input: string,
): void {
  const isList = DataType.isList(type) || DataType.isFixedSizeList(type);
  const inner: DataType = isList ? type.children[0]!.type : type;
  const cell: DataType = DataType.isDictionary(inner) ? inner.dictionary : inner;
  if (DataType.isInt(cell) || DataType.isFloat(cell) || DataType.isBool(cell)) return;
  throw new InvalidInputError(
    `${file}: column "${name}" holds ${type}; numbers or lists of numbers were wanted. Write it as numbers, or name another column.`,
    { input },
  );
}

function broken(file: string, fault: string, cause?: unknown): InvalidInputError {
  const why = cause instanceof Error ? ` (${cause.message})` : "";
  return new InvalidInputError(
    `${file}: ${fault}${why}; it is no whole Arrow file: it may have been cut off, so bring it again.`,
    {},
    { cause },
  );
}
