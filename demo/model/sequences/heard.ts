/** A tune, and how it sounded once. */
import type { randomFrom } from "../../training/random.js";
import { randomTune } from "./randomTune.js";
import { spectrogram } from "./spectrogram.js";
import type { Tune } from "./tune.js";

export interface Heard {
  readonly tune: Tune;
  readonly sound: Float32Array;
}

type Draw = ReturnType<typeof randomFrom>;

export const hear = (tune: Tune, draw: Draw): Heard => ({ tune, sound: spectrogram(tune, draw) });

/** Tunes that nobody has heard before. */
export const hearSome = (count: number, draw: Draw): Heard[] =>
  Array.from({ length: count }, () => hear(randomTune(draw.uniform), draw));
