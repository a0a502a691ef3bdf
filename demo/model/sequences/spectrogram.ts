/** How a tune sounds: for every frame the loudness in each of 32 bands a semitone apart, with noise. */
import type { randomFrom } from "../../training/random.js";
import { blank, notes } from "./notes.js";
import { frames, type Tune } from "./tune.js";

export const bands = 32;

/** A string sounds at its frequency, twice and thrice that: so many semitones above it, and so loud. */
export const harmonics = [
  { semitones: 0, loudness: 1 },
  { semitones: 12, loudness: 0.6 },
  { semitones: 19, loudness: 0.4 },
] as const;

/** A plucked string dies away: to 1/e in so many frames. */
export const decay = 6;

/** What a band hears of its neighbour. */
const leak = 0.35;
const noise = 0.2;

/** Of a note, as it is struck: softly or hard. */
const [soft, hard] = [1.6, 2.6] as const;

/** Loudness by frame and band, [frames, bands]. */
export function spectrogram(tune: Tune, { uniform, normal }: ReturnType<typeof randomFrom>): Float32Array {
  const sound = Float32Array.from({ length: frames * bands }, () => noise * Math.abs(normal()));
  let at = 0;
  for (const { note, frames: length } of tune) {
    if (note !== blank)
      pluck(sound, at, Math.min(length, frames - at), note, soft + (hard - soft) * uniform());
    at += length;
  }
  return sound;
}

function pluck(sound: Float32Array, start: number, length: number, note: number, force: number): void {
  const lowest = notes[note - 1]?.semitones ?? 0;
  for (let t = 0; t < length; t++) {
    for (const { semitones, loudness } of harmonics) {
      for (const aside of [-1, 0, 1]) {
        const band = lowest + semitones + aside;
        if (band < 0 || band >= bands) continue;
        const share = force * loudness * (aside === 0 ? 1 : leak) * Math.exp(-t / decay);
        sound[(start + t) * bands + band] = (sound[(start + t) * bands + band] as number) + share;
      }
    }
  }
}
