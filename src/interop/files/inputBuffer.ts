import { InvalidInputError } from "../../errors.js";
import { tensor } from "../../tensor.js";
import { faultOf, numberIn } from "./numberIn.js";
import type { Batch } from "./options.js";
import { type Cells, type Rows, widthOf } from "./rows.js";

/** An input, and which of the columns that were read make it. */
export interface Wanted {
  readonly input: string;
  readonly columns: readonly number[];
  /** Its columns are a list: entries of a last axis, be it of one. */
  readonly listed: boolean;
  readonly integers: boolean;
}

/** Which rows of those read: the first, how many, and how many the file had before them all. */
interface Span {
  readonly from: number;
  readonly count: number;
  readonly before: number;
}

/** The numbers of one input on their way into a batch. */
export class InputBuffer {
  readonly wanted: Wanted;
  readonly width: number;
  readonly #tail: readonly number[];
  #data: Float32Array | Int32Array;

  constructor(wanted: Wanted, rows: Rows) {
    this.wanted = wanted;
    this.#tail = tailOf(wanted, rows);
    this.width = this.#tail.reduce((product, axis) => product * axis, 1);
    this.#data = this.#empty(0);
  }

  #empty(rows: number): Float32Array | Int32Array {
    return this.wanted.integers ? new Int32Array(rows * this.width) : new Float32Array(rows * this.width);
  }

  /** Room for so many rows of `size` at most: twice as much each time, as the file may be shorter than a batch. */
  #reserve(rows: number, size: number): void {
    if (this.#data.length >= rows * this.width) return;
    const filled = this.#data;
    this.#data = this.#empty(Math.min(size, 2 * rows));
    this.#data.set(filled);
  }

  fill(rows: Rows, span: Span, at: number, size: number): void {
    this.#reserve(at + span.count, size);
    const { columns, listed } = this.wanted;
    for (const [offset, column] of columns.entries()) {
      const cells = rows.columns[column]!;
      const width = widthOf(cells);
      if (width !== (listed ? 1 : this.width)) {
        throw new InvalidInputError(
          `${cells.file}: ${cells.column} has lists of ${this.width} and, from row ${span.before + 1} on, of ${width}; lists of one length were wanted.`,
          { input: this.wanted.input, index: span.before },
        );
      }
      if (columns.length > 1 || !this.#fillAtOnce(cells, span, at))
        this.#fillOneByOne(cells, span, at, offset);
    }
  }

  /** Numbers of a kind that the array converts by itself. */
  #fillAtOnce({ values }: Cells, { from, count }: Span, at: number): boolean {
    const data = this.#data;
    const fits = data instanceof Float32Array ? isNumeric(values) : isSmallInteger(values);
    if (fits) {
      const part = (values as Float32Array).subarray(from * this.width, (from + count) * this.width);
      data.set(part, at * this.width);
    }
    return fits;
  }

  #fillOneByOne(cells: Cells, span: Span, at: number, offset: number): void {
    const data = this.#data;
    const width = widthOf(cells);
    const { values } = cells;
    for (let row = 0; row < span.count; row++) {
      for (let i = 0; i < width; i++) {
        const cell = values[(span.from + row) * width + i];
        const number = numberIn(cell);
        if (number === undefined) throw this.#fault(cells, span, row, faultOf(cell));
        if (data instanceof Int32Array && (number | 0) !== number) {
          throw this.#fault(cells, span, row, `${number} is no whole number of 32 bits`, number);
        }
        data[(at + row) * this.width + offset + i] = number;
      }
    }
  }

  /** What the batch holds of this input; the next batch gets another array. */
  take(rows: number): Batch[string] {
    const data = this.#data.subarray(0, rows * this.width);
    this.#data = this.#empty(0);
    const isBare = this.#tail.length === 0;
    return isBare ? data : tensor(data as Float32Array, [rows, ...this.#tail]);
  }

  #fault(cells: Cells, span: Span, row: number, fault: string, value?: number): InvalidInputError {
    const { input } = this.wanted;
    const index = span.before + span.from + row;
    const line = cells.lineOf ? ` (line ${cells.lineOf(span.from + row)})` : "";
    return new InvalidInputError(
      `${cells.file}: row ${index + 1}${line}, ${cells.column}: ${fault}; ${input} takes ${this.wanted.integers ? "whole " : ""}numbers, so correct the cell or leave the row out.`,
      { input, index, ...(value === undefined ? {} : { value }) },
    );
  }
}

/** The shape of what a row has of an input. */
function tailOf({ input, columns, listed }: Wanted, rows: Rows): readonly number[] {
  const cells = columns.map((column) => rows.columns[column]!);
  if (!listed) return cells[0]!.tail;
  const list = cells.find(({ tail }) => tail.length > 0);
  if (!list) return [columns.length];
  throw new InvalidInputError(
    `${list.file}: ${list.column} has lists of ${widthOf(list)}, and ${input} is a list of columns; give that column alone.`,
    { input },
  );
}

/** Any typed array but those of big integers. */
function isNumeric(values: unknown): boolean {
  return ArrayBuffer.isView(values) && !(values instanceof BigInt64Array || values instanceof BigUint64Array);
}

function isSmallInteger(values: unknown): boolean {
  return [Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array].some((kind) => values instanceof kind);
}
