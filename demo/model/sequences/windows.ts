/**
 * What the network sees of a frame: how loud each band is and by how much it has risen, from the frame before it to
 * the one behind, each less what is usual; and a 1, whose weights are the biases.
 */
import { bands } from "./spectrogram.js";
import { frames } from "./tune.js";

const reach = 1;
const numbersPerFrame = 2 * bands;

/** Loudness and rise of a band on average. Less these, what says nothing is about 0, and training is soon done. */
const usual = { loudness: 0.3, rise: 0.15 } as const;

export const windowSize = (2 * reach + 1) * numbersPerFrame + 1;

/** Loudness and rise of every frame, [frames, 2 · bands]. */
function withRise(sound: Float32Array): Float32Array {
  const both = new Float32Array(frames * numbersPerFrame);
  for (const [i, loudness] of sound.entries()) {
    const [t, band] = [Math.floor(i / bands), i % bands];
    both[t * numbersPerFrame + band] = loudness - usual.loudness;
    both[t * numbersPerFrame + bands + band] = Math.max(0, loudness - (sound[i - bands] ?? 0)) - usual.rise;
  }
  return both;
}

/** Windows [frames, sounds, windowSize] of spectrograms; outside all is as usual. */
export function windowsOf(sounds: readonly Float32Array[]): Float32Array {
  const windows = new Float32Array(frames * sounds.length * windowSize);
  for (const [n, sound] of sounds.entries()) {
    const seen = withRise(sound);
    for (let t = 0; t < frames; t++) {
      const start = (t * sounds.length + n) * windowSize;
      const first = Math.max(0, t - reach);
      const near = seen.subarray(first * numbersPerFrame, (t + reach + 1) * numbersPerFrame);
      windows.set(near, start + (first - (t - reach)) * numbersPerFrame);
      windows[start + windowSize - 1] = 1;
    }
  }
  return windows;
}
