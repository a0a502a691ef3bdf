import type { NpyArray } from "npyjs";
import { InvalidInputError, UnsupportedError } from "../../errors.js";
import { absent } from "./absent.js";
import { type Bytes, taker } from "./bytes.js";
import type { ColumnName } from "./options.js";
import { pickColumns } from "./pickColumns.js";
import type { Rows, Wish } from "./rows.js";

/** Bytes of the array that are read at a time. */
const sliceBytes = 2 ** 20;

/** Magic, version and, in its longest form, the header's length. */
const startSize = 12;

type Npyjs = typeof import("npyjs");

/** Rows of an array of one or more axes: the first axis is the rows. */
export async function* readNpy(bytes: Bytes, wishes: readonly Wish[]): AsyncGenerator<Rows> {
  const npyjs = await load();
  const take = taker(bytes.stream());
  const header = await readHeader(npyjs, bytes, take);
  const { rowBytes } = header;
  const [count = 0, ...tail] = header.shape;
  const width = tail.reduce((product, axis) => product * axis, 1);
  const isWhole = wishes[0]!.column === undefined;
  const places = isWhole ? [] : columnsOf(bytes.name, wishes, tail);
  const promised = header.size + count * rowBytes;
  if (bytes.parts && bytes.parts.size < promised) {
    throw tooShort(bytes.name, count, Math.floor((bytes.parts.size - header.size) / rowBytes));
  }
  const rowsAtATime = Math.max(1, Math.floor(sliceBytes / Math.max(1, rowBytes)));
  for (let row = 0; row < count; row += rowsAtATime) {
    const rows = Math.min(rowsAtATime, count - row);
    const slice = await take(rows * rowBytes);
    if (slice.length < rows * rowBytes) {
      throw tooShort(bytes.name, count, row + Math.floor(slice.length / rowBytes));
    }
    const values = numbersOf(npyjs, header.prefix, slice);
    const whole = { values, tail, file: bytes.name, column: "the array", input: wishes[0]!.input };
    const columns = places.map((place, i) => ({
      values: strided(values, place, width),
      tail: [],
      file: bytes.name,
      column: `column ${place}`,
      input: wishes[i]!.input,
    }));
    yield { count: rows, columns: isWhole ? [whole] : columns };
  }
}

/** As many as a row has numbers, or one. */
export async function columnsOfNpy(bytes: Bytes): Promise<ColumnName[]> {
  const { shape } = await readHeader(await load(), bytes, taker(bytes.stream()));
  return placesIn(bytes.name, shape.slice(1));
}

async function load(): Promise<Npyjs> {
  try {
    return await import("npyjs");
  } catch (cause) {
    throw absent("npy", "npyjs", cause);
  }
}

interface Header {
  /** Bytes that it takes in the file. */
  readonly size: number;
  /** What makes an array again of any rows that follow it. */
  readonly prefix: Uint8Array;
  readonly shape: readonly number[];
  readonly rowBytes: number;
}

async function readHeader(
  npyjs: Npyjs,
  bytes: Bytes,
  take: (count: number) => Promise<Uint8Array>,
): Promise<Header> {
  const start = await take(startSize);
  if (start.length < startSize || !String.fromCharCode(...start).startsWith("\x93NUMPY")) {
    throw broken(bytes.name, "it does not begin as an npy file does");
  }
  const view = new DataView(start.buffer, start.byteOffset);
  const isShort = start[6] === 1;
  const length = isShort ? view.getUint16(8, true) - 2 : view.getUint32(8, true);
  const words = await take(length);
  if (words.length < length) throw broken(bytes.name, "its header is cut off");
  const size = start.length + length;
  const prefix = aligned(start, words);
  const { shape, dtype, fortranOrder } = parsed(npyjs, bytes.name, prefix);
  if (shape.length === 0) {
    throw new InvalidInputError(`${bytes.name} holds a single number; an array with rows was wanted.`);
  }
  if (fortranOrder && shape.length > 1) {
    throw new UnsupportedError(
      `${bytes.name} is in Fortran order, column after column; save numpy.ascontiguousarray(array).`,
    );
  }
  if (!/^([iu][1248]|f[248]|b1)$/.test(dtype)) {
    throw new InvalidInputError(`${bytes.name} holds ${dtype}; numbers or truth values were wanted.`);
  }
  const width = shape.slice(1).reduce((product, axis) => product * axis, 1);
  return { size, prefix, shape, rowBytes: width * Number(dtype.slice(1)) };
}

/** A header that ends in more spaces, so that what follows stands where any kind of number may. */
function aligned(start: Uint8Array, words: Uint8Array): Uint8Array {
  const size = Math.ceil((start.length + words.length) / 8) * 8;
  const header = new Uint8Array(size).fill(0x20);
  header.set(start);
  header.set(words, start.length);
  const view = new DataView(header.buffer);
  if (header[6] === 1) view.setUint16(8, size - 10, true);
  else view.setUint32(8, size - 12, true);
  return header;
}

function parsed(npyjs: Npyjs, file: string, prefix: Uint8Array): NpyArray {
  try {
    return npyjs.parse(prefix.buffer as ArrayBuffer);
  } catch (cause) {
    throw new UnsupportedError(
      `${file}: this array cannot be read (${(cause as Error).message}); save it as numbers in the machine's order, as array.astype("<f4") does.`,
      { cause },
    );
  }
}

/** A header and some rows → the rows' numbers. */
function numbersOf(npyjs: Npyjs, prefix: Uint8Array, rows: Uint8Array): ArrayLike<unknown> {
  const whole = new Uint8Array(prefix.length + rows.length);
  whole.set(prefix);
  whole.set(rows, prefix.length);
  return npyjs.parse(whole.buffer).data as unknown as ArrayLike<unknown>;
}

/** Columns of an array with one or two axes go by their numbers. */
function columnsOf(file: string, wishes: readonly Wish[], tail: readonly number[]): number[] {
  const names = placesIn(file, tail, wishes[0]).map(String);
  const named = wishes.find(({ column }) => typeof column === "string");
  if (named) {
    throw new InvalidInputError(
      `${file} is an array, and its columns have no names such as "${named.column}"; give a column's number from 0, or { input: file } for the whole array.`,
      { input: named.input },
    );
  }
  return pickColumns(file, names, wishes);
}

/** The columns of an array with one or two axes. */
function placesIn(file: string, tail: readonly number[], wish?: Wish): number[] {
  if (tail.length > 1) {
    throw new InvalidInputError(
      `${file} has ${tail.length + 1} axes, so no columns; give it as { input: file }, without columns.`,
      wish ? { input: wish.input } : {},
    );
  }
  return Array.from({ length: tail[0] ?? 1 }, (_, i) => i);
}

function strided(values: ArrayLike<unknown>, place: number, width: number): ArrayLike<unknown> {
  if (width === 1) return values;
  return Array.from({ length: values.length / width }, (_, row) => values[row * width + place]);
}

function tooShort(file: string, count: number, found: number): InvalidInputError {
  return broken(file, `its header promises ${count} rows, and it ends after ${found}`);
}

function broken(file: string, fault: string): InvalidInputError {
  return new InvalidInputError(
    `${file}: ${fault}; it is no whole npy file: it may have been cut off, so bring it again.`,
  );
}
