import { checkOptionNames } from "../../check/options.js";
import { show } from "../../check/params.js";
import { nearest } from "../../check/words.js";
import { InvalidInputError } from "../../errors.js";
import type { Tensor } from "../../tensor.js";
import { type FileFormat, formats } from "./source.js";

/** A column by its name, or by its place, counted from 0. */
export type ColumnName = string | number;

/** For each input the column that it comes from; several columns make the entries of its last axis. */
export type BatchColumns = Readonly<Record<string, ColumnName | readonly ColumnName[]>>;

/** Options of `readBatches`. */
export interface ReadOptions {
  /** Rows of a batch; the last one may be shorter. Default: 2¹⁸ numbers of the widest input. */
  readonly batch?: number;
  /** Default: by the first bytes, then by the name's ending, else CSV. */
  readonly format?: FileFormat;
  /** Whether a CSV begins with a row of names. Default: yes where columns are named, else if it is not all numbers. */
  readonly header?: boolean;
  /** Inputs that hold whole numbers and arrive as `Int32Array`. Default: those called `…labels` or `…lengths`. */
  readonly integers?: readonly string[];
  /** Stops the reading: the iteration rejects with `signal.reason`. */
  readonly signal?: AbortSignal;
}

type Numbers = Float32Array | Int32Array;

/** Rows under the names of a loss's inputs: [n] bare, [n, …] as a tensor. */
export type Batch<Input extends string = string> = {
  readonly [K in Input]: Numbers | Tensor<Numbers>;
};

const optionNames = ["columns", "batch", "format", "header", "integers", "signal"];

/** Refuses options of `readBatches`, or of another that takes some of them, if misspelt or of the wrong kind. */
export function checkReadOptions(
  options: ReadOptions & { readonly columns?: BatchColumns },
  owner = "readBatches",
  known: readonly string[] = optionNames,
): void {
  if (options === null || typeof options !== "object") {
    const example = known.includes("columns") ? '{ columns: { logits: "score" } }' : '{ format: "csv" }';
    throw new TypeError(`${owner}: options must be an object such as ${example}.`);
  }
  checkOptionNames(owner, options, known);
  const wrong = (option: string, found: unknown, wanted: string) =>
    new InvalidInputError(`${owner}: ${option} is ${show(found)}; it must be ${wanted}.`, { input: option });
  const { batch, format, header, integers, signal } = options;
  if (batch !== undefined && !(Number.isSafeInteger(batch) && batch > 0)) {
    throw wrong("batch", batch, "a whole number of rows > 0");
  }
  if (format !== undefined && !formats.includes(format)) {
    throw wrong("format", format, `one of ${formats.join(", ")}${nearest(String(format), formats)}`);
  }
  if (header !== undefined && typeof header !== "boolean") throw wrong("header", header, "true or false");
  if (integers !== undefined && !isListOf(integers, "string")) {
    throw wrong("integers", integers, "a list of inputs, as in ['labels']");
  }
  if (signal !== undefined && typeof signal?.throwIfAborted !== "function") {
    throw wrong("signal", signal, "an AbortSignal");
  }
  for (const [input, column] of Object.entries(options.columns ?? {})) {
    const names: readonly unknown[] = Array.isArray(column) ? column : [column];
    if (names.length > 0 && names.every(isColumnName)) continue;
    throw new InvalidInputError(
      `readBatches: columns.${input} is ${show(column)}; the name of a column, its number from 0, or a list of those was wanted.`,
      { input },
    );
  }
}

/** Whether an input holds whole numbers. */
export function isIntegerInput(input: string, integers: readonly string[] | undefined): boolean {
  return integers ? integers.includes(input) : /(labels|lengths)$/i.test(input);
}

function isColumnName(name: unknown): name is ColumnName {
  return typeof name === "string" || (Number.isSafeInteger(name) && (name as number) >= 0);
}

function isListOf(list: unknown, type: string): boolean {
  return Array.isArray(list) && list.every((entry) => typeof entry === type);
}
