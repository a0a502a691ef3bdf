/** A tune: which notes, and for how long each is held. Only a listener of the loss of frames is told how long. */
import { blank } from "./notes.js";

/** Of every tune, 50 ms each. */
export const frames = 64;
export const secondsPerFrame = 0.05;

export interface Held {
  /** A class of `notes`, or the blank: silence. */
  readonly note: number;
  readonly frames: number;
}

export type Tune = readonly Held[];

/** Which notes in which order: all that CTC is told. */
export const notesOf = (tune: Tune): number[] =>
  tune.filter(({ note }) => note !== blank).map(({ note }) => note);

/** The first frame of each part of a tune. */
export function startsOf(tune: Tune): number[] {
  let at = 0;
  return tune.map((held) => {
    at += held.frames;
    return at - held.frames;
  });
}

/** The note of every frame; silence is the blank. */
export function framesOf(tune: Tune): number[] {
  const sounding = tune.flatMap(({ note, frames: length }) => Array<number>(length).fill(note));
  return Array.from({ length: frames }, (_, t) => sounding[t] ?? blank);
}

/** What is drawn frame by frame: a note is held until another follows. */
export function tuneOf(drawn: readonly number[]): Tune {
  const tune: Held[] = [];
  for (const note of drawn) {
    const last = tune.at(-1);
    if (last?.note === note) tune[tune.length - 1] = { note, frames: last.frames + 1 };
    else tune.push({ note, frames: 1 });
  }
  return tune;
}
