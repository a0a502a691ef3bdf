import { blank } from "./notes.js";

/** Notes of several tunes as one table [tunes, width]; what is behind a tune's notes is not read. */
export function padded(tunes: readonly (readonly number[])[], width: number): Int32Array<ArrayBuffer> {
  const table = new Int32Array(tunes.length * width).fill(blank);
  for (const [n, notes] of tunes.entries()) table.set(notes, n * width);
  return table;
}
