import { InputBuffer, type Wanted } from "./inputBuffer.js";
import type { Batch } from "./options.js";
import type { Rows } from "./rows.js";

/** Numbers of the widest input that make a batch where nothing is said. */
const usualNumbers = 2 ** 18;

/** Rows as a file gives them → batches of one size, the last one shorter. */
export async function* inBatches(
  source: AsyncIterable<Rows>,
  wanted: readonly Wanted[],
  batch: number | undefined,
): AsyncGenerator<Batch> {
  let buffers: InputBuffer[] | undefined;
  let size = batch ?? usualNumbers;
  let filled = 0;
  let before = 0;
  for await (const rows of source) {
    if (!buffers) {
      buffers = wanted.map((input) => new InputBuffer(input, rows));
      size = batch ?? Math.max(1, Math.floor(usualNumbers / Math.max(...buffers.map(({ width }) => width))));
    }
    for (let from = 0; from < rows.count; ) {
      const count = Math.min(rows.count - from, size - filled);
      for (const buffer of buffers) buffer.fill(rows, { from, count, before }, filled, size);
      from += count;
      filled += count;
      if (filled < size) continue;
      yield finished(buffers, filled);
      filled = 0;
    }
    before += rows.count;
  }
  if (buffers && filled > 0) yield finished(buffers, filled);
}

function finished(buffers: readonly InputBuffer[], rows: number): Batch {
  return Object.fromEntries(buffers.map((buffer) => [buffer.wanted.input, buffer.take(rows)]));
}
