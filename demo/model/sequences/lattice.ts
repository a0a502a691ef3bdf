/**
 * All alignments of a tune at once. States are the notes with blanks around them; a path stays, goes on by one, or
 * leaves out a blank between two unlike notes. With α the ways that lead to a state at a frame and β the ways on,
 * each weighed by its probability, the share of all alignments that are there is αβ over its sum.
 */
import { blank } from "./notes.js";

export interface Lattice {
  /** The class of each state: blank, first note, blank, … */
  readonly states: readonly number[];
  /** [frames, states]; every frame sums to 1. Empty where no alignment is possible. */
  readonly shares: Float64Array;
}

export function latticeOf(probabilities: Float64Array, columns: number, notes: readonly number[]): Lattice {
  const states = [blank, ...notes.flatMap((note) => [note, blank])];
  const frames = probabilities.length / columns;
  const emitted = (t: number, s: number) => probabilities[t * columns + (states[s] as number)] as number;
  const skips = (s: number) => states[s] !== blank && states[s] !== states[s - 2];
  const forward = sweep(frames, states.length, (t, s, before) =>
    before === undefined
      ? Number(s < 2) * emitted(t, s)
      : emitted(t, s) * (before(s) + before(s - 1) + (skips(s) ? before(s - 2) : 0)),
  );
  // The same from the end: frame and state counted backwards, without the frame's own probability.
  const [end, last] = [frames - 1, states.length - 1];
  const backward = sweep(frames, states.length, (t, s, before) => {
    if (before === undefined) return Number(s < 2);
    const at = last - s;
    const onward = (to: number) => (to > last ? 0 : before(last - to) * emitted(end - t + 1, to));
    return onward(at) + onward(at + 1) + (at + 2 <= last && skips(at + 2) ? onward(at + 2) : 0);
  });
  const shares = forward.map((alpha, i) => alpha * (backward[backward.length - 1 - i] as number));
  return { states, shares: normalised(shares, states.length) };
}

type Cell = (t: number, s: number, before: ((s: number) => number) | undefined) => number;

/** Frame after frame; each is made to sum to 1, or long tunes would end below the smallest number. */
function sweep(frames: number, width: number, cell: Cell): Float64Array {
  const result = new Float64Array(frames * width);
  for (let t = 0; t < frames; t++) {
    const before = result.subarray(Math.max(0, t - 1) * width, t * width);
    const row = result.subarray(t * width, (t + 1) * width);
    for (let s = 0; s < width; s++) row[s] = cell(t, s, t > 0 ? (at) => before[at] ?? 0 : undefined);
    row.set(normalised(row, width));
  }
  return result;
}

/** Rows that sum to 1; nothing where a row is nothing. */
function normalised(rows: Float64Array, width: number): Float64Array {
  const result = rows.slice();
  for (let first = 0; first < rows.length; first += width) {
    const row = result.subarray(first, first + width);
    const sum = row.reduce((a, b) => a + b, 0);
    if (!(sum > 0)) return new Float64Array(0);
    row.set(row.map((x) => x / sum));
  }
  return result;
}
