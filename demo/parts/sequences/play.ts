/** Lets a tune be heard, as its spectrogram is made: three harmonics that die away. */
import { blank, notes } from "../../model/sequences/notes.js";
import { decay, harmonics } from "../../model/sequences/spectrogram.js";
import { secondsPerFrame, startsOf, type Tune } from "../../model/sequences/tune.js";

/** The lowest note, middle c, in hertz. */
const lowest = 261.63;

/** Plays from now on, until the tune is over or what it answers is called; then says so. */
export function play(tune: Tune, ended: () => void): () => void {
  const context = new AudioContext();
  const last = Math.max(...harmonics.map(({ semitones }) => 2 ** (semitones / 12)));
  const imaginary = new Float32Array(Math.round(last) + 1);
  for (const { semitones, loudness } of harmonics) imaginary[Math.round(2 ** (semitones / 12))] = loudness;
  const wave = context.createPeriodicWave(new Float32Array(imaginary.length), imaginary);
  const starts = startsOf(tune);
  for (const [i, { note, frames: length }] of tune.entries()) {
    if (note === blank) continue;
    const start = context.currentTime + 0.05 + (starts[i] ?? 0) * secondsPerFrame;
    const end = start + length * secondsPerFrame;
    const tone = context.createOscillator();
    const force = context.createGain();
    tone.setPeriodicWave(wave);
    tone.frequency.value = lowest * 2 ** ((notes[note - 1]?.semitones ?? 0) / 12);
    force.gain.setValueAtTime(0, start);
    force.gain.linearRampToValueAtTime(0.3, start + 0.008);
    force.gain.setTargetAtTime(0, start + 0.008, decay * secondsPerFrame);
    force.gain.setTargetAtTime(0, end - 0.01, 0.01);
    tone.connect(force).connect(context.destination);
    tone.start(start);
    tone.stop(end + 0.1);
  }
  const length = tune.reduce((sum, held) => sum + held.frames, 0) * secondsPerFrame;
  const timer = setTimeout(() => stop(), 1000 * (length + 0.2));
  const stop = () => {
    clearTimeout(timer);
    void context.close();
    ended();
  };
  return stop;
}
