import { InvalidInputError } from "../../errors.js";
import type { Bytes } from "./bytes.js";
import type { ColumnName } from "./options.js";

/** Some rows of a file, column by column. */
export interface Rows {
  readonly count: number;
  /** In the order in which they were asked for. */
  readonly columns: readonly Cells[];
}

/** A column's cells in some rows: `tail` tells the shape of what one row has, [] for a number. */
export interface Cells {
  readonly values: ArrayLike<unknown>;
  readonly tail: readonly number[];
  /** For errors: the file, the column as in `column "score"`, and what it is for. */
  readonly file: string;
  readonly column: string;
  readonly input: string;
  /** The line of a text at which a row begins. */
  readonly lineOf?: (row: number) => number;
}

/** A column that is asked for, left out where there is but one, and the first input that it is for. */
export interface Wish {
  readonly input: string;
  readonly column?: ColumnName;
}

export interface DecodeOptions {
  readonly header?: boolean | undefined;
}

/** A format's reader. */
export type Decode = (bytes: Bytes, wishes: readonly Wish[], options: DecodeOptions) => AsyncIterable<Rows>;

/** What a format's files have in columns: their names, or their places. */
export type DecodeColumns = (bytes: Bytes, options: DecodeOptions) => Promise<ColumnName[]>;

/** Rows of several files, one beside the other; they must end together. */
export async function* besideEachOther(
  files: readonly { readonly name: string; readonly rows: AsyncIterable<Rows> }[],
): AsyncGenerator<Rows> {
  const readers = files.map(({ name, rows }) => ({
    name,
    iterator: rows[Symbol.asyncIterator](),
    rows: { count: 0, columns: [] } as Rows,
    at: 0,
    total: 0,
    done: false,
  }));
  try {
    for (;;) {
      for (const reader of readers) {
        while (!reader.done && reader.at === reader.rows.count) {
          const { done, value } = await reader.iterator.next();
          if (done) reader.done = true;
          else Object.assign(reader, { rows: value, at: 0, total: reader.total + value.count });
        }
      }
      const count = Math.min(...readers.map(({ rows, at, done }) => (done ? 0 : rows.count - at)));
      if (count === 0) break;
      yield {
        count,
        columns: readers.flatMap(({ rows, at }) => rows.columns.map((cells) => part(cells, at, at + count))),
      };
      for (const reader of readers) reader.at += count;
    }
    const [over] = readers.filter(({ done }) => !done);
    const [ended] = readers.filter(({ done }) => done);
    if (!over || !ended) return;
    throw new InvalidInputError(
      `${ended.name} ends after ${ended.total} rows and ${over.name} goes on; rows stand beside each other, so give files of one length.`,
    );
  } finally {
    for (const { iterator } of readers) await iterator.return?.();
  }
}

/** The cells of some of the rows. */
function part(cells: Cells, from: number, to: number): Cells {
  const width = widthOf(cells);
  const { values, lineOf } = cells;
  return {
    ...cells,
    values: (values as Float32Array).slice(from * width, to * width),
    ...(lineOf ? { lineOf: (row: number) => lineOf(from + row) } : {}),
  };
}

/** Numbers that a row has in a column. */
export function widthOf({ tail }: Cells): number {
  return tail.reduce((product, axis) => product * axis, 1);
}
