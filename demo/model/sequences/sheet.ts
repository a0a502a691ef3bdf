/** Writing on a sheet by keys: at its end, or taking away there. */
import { blank } from "./notes.js";

/** How long a key holds its note, in frames. */
export const held = 6;

/** After the last note and a frame of silence, if there is room. */
export function append(drawn: readonly number[], note: number): readonly number[] {
  const last = drawn.findLastIndex((one) => one !== blank);
  const start = last < 0 ? 1 : last + 2;
  if (start + held > drawn.length) return drawn;
  return drawn.map((old, t) => (t >= start && t < start + held ? note : old));
}

/** All but the last note. */
export function withoutLast(drawn: readonly number[]): readonly number[] {
  const last = drawn.findLastIndex((one) => one !== blank);
  const before = drawn.findLastIndex((one, t) => t < last && one !== drawn[last]);
  return drawn.map((one, t) => (t > before ? blank : one));
}
