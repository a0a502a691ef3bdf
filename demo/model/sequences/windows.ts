/** What the network sees of a frame: the sound two frames before it to two frames behind. */
import { bands } from "./spectrogram.js";
import { frames } from "./tune.js";

const reach = 2;

export const windowSize = (2 * reach + 1) * bands;

/** Windows [frames, sounds, windowSize] of spectrograms; there is silence outside. */
export function windowsOf(sounds: readonly Float32Array[]): Float32Array {
  const windows = new Float32Array(frames * sounds.length * windowSize);
  for (const [n, sound] of sounds.entries()) {
    for (let t = 0; t < frames; t++) {
      const first = Math.max(0, t - reach);
      const seen = sound.subarray(first * bands, (t + reach + 1) * bands);
      windows.set(seen, (t * sounds.length + n) * windowSize + (first - (t - reach)) * bands);
    }
  }
  return windows;
}
