/** Tunes nobody has heard: a few notes, each held for some time, and silences between some. */
import { blank, notes } from "./notes.js";
import { frames, type Held, type Tune } from "./tune.js";

/** How many notes a tune may have. */
export const [fewest, most] = [3, 8] as const;

/** Uniform in (0, 1). */
export type Uniform = () => number;

const between = (uniform: Uniform, low: number, high: number) =>
  low + Math.floor((high - low + 1) * uniform());

/** Notes with the times at which somebody might play them. Silence takes what is left. */
export function hold(melody: readonly number[], uniform: Uniform): Tune {
  const longest = Math.min(12, Math.floor((frames - 2) / melody.length) - 1);
  const tune: Held[] = [];
  let left = frames - melody.length * longest;
  const rest = (upTo: number) => {
    const length = Math.min(left, between(uniform, 0, upTo));
    left -= length;
    if (length > 0) tune.push({ note: blank, frames: length });
  };
  rest(5);
  for (const note of melody) {
    const length = between(uniform, Math.max(1, Math.ceil(longest / 2)), longest);
    left += longest - length;
    tune.push({ note, frames: length });
    if (uniform() < 0.4) rest(3);
  }
  return tune;
}

/** Three to eight notes; every fourth repeats the one before. */
export function randomTune(uniform: Uniform): Tune {
  const melody: number[] = [];
  for (let left = between(uniform, fewest, most); left > 0; left--) {
    const before = melody.at(-1);
    melody.push(before !== undefined && uniform() < 0.25 ? before : between(uniform, 1, notes.length));
  }
  return hold(melody, uniform);
}
