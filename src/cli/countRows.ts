import { InvalidInputError } from "../errors.js";
import type { Batch } from "../files.js";

interface Counted {
  readonly batches: AsyncIterable<Batch>;
  /** Rows given so far. */
  readonly rows: () => number;
  /** The same promise, but an error in a batch says in which row of the file. */
  readonly located: <T>(work: Promise<T>) => Promise<T>;
}

/** Batches on their way to the engine, with an eye on where in the file each begins. */
export function countRows(source: AsyncIterable<Batch>): Counted {
  const starts: number[] = [];
  let rows = 0;
  let widths: Readonly<Record<string, number>> = {};
  async function* batches(): AsyncGenerator<Batch> {
    for await (const batch of source) {
      const count = Math.max(...Object.values(batch).map(rowsOf));
      widths = Object.fromEntries(
        Object.entries(batch).map(([input, value]) => [input, numbersOf(value) / count]),
      );
      starts.push(rows);
      rows += count;
      yield batch;
    }
  }
  const located = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof InvalidInputError) || error.batch === undefined || error.index === undefined)
        throw error;
      const row = starts[error.batch]! + Math.floor(error.index / (widths[error.input ?? ""] ?? 1));
      throw new InvalidInputError(
        `row ${row + 1}: ${error.message.replace(/^batch \d+: /, "")}`,
        {},
        { cause: error },
      );
    }
  };
  return { batches: batches(), rows: () => rows, located };
}

const rowsOf = (value: Batch[string]): number => ("shape" in value ? value.shape[0]! : value.length);
const numbersOf = (value: Batch[string]): number => ("shape" in value ? value.data.length : value.length);
