/** How far the network is: what it makes of some tunes, and how many notes of others it gets wrong. */
import { ctc, type Engine, tensor } from "fusedloss";
import type { Alignment } from "../../model/sequences/alignment.js";
import { errorsOf } from "../../model/sequences/errors.js";
import { type Heard, hearSome } from "../../model/sequences/heard.js";
import { classes } from "../../model/sequences/notes.js";
import { padded } from "../../model/sequences/targets.js";
import { frames, notesOf, type Tune } from "../../model/sequences/tune.js";
import { windowsOf } from "../../model/sequences/windows.js";
import { tf } from "../../network/tensorFlow.js";
import { randomFrom } from "../random.js";
import { rowsOf, scoresOf } from "./network.js";

export interface Judgement {
  /** Of each tune that is looked at: loss and slopes from the GPU. */
  readonly alignments: readonly Alignment[];
  /** Wrong notes of tunes held out, by how many there are. */
  readonly errorRate: number;
}

/** One sequence's rows of [frames, sequences, classes]. */
function sequence(all: Float32Array, n: number, sequences: number): Float32Array {
  const one = new Float32Array(frames * classes);
  for (let t = 0; t < frames; t++) {
    const first = (t * sequences + n) * classes;
    one.set(all.subarray(first, first + classes), t * classes);
  }
  return one;
}

async function logitsOf(weights: tf.Variable, windows: tf.Tensor2D): Promise<Float32Array> {
  const scores = tf.tidy(() => scoresOf(weights, windows));
  const logits = (await scores.data()) as Float32Array;
  scores.dispose();
  return logits;
}

async function alignmentsOf(
  engine: Engine,
  logits: Float32Array,
  tunes: readonly Tune[],
): Promise<Alignment[]> {
  const notes = tunes.map(notesOf);
  const lengths = notes.map(({ length }) => length);
  const width = Math.max(...lengths);
  const { loss, gradients } = await engine.evaluate(
    ctc(),
    {
      logits: tensor(logits, [frames, tunes.length, classes]),
      targets: tensor(padded(notes, width), [tunes.length, width]),
      targetLengths: Int32Array.from(lengths),
    },
    { reduction: "none" },
  );
  const of = (all: Float32Array, n: number) => sequence(all, n, tunes.length);
  return tunes.map((_, n) => ({
    logits: of(logits, n),
    loss: loss[n] ?? Number.NaN,
    slopes: of(gradients.logits, n),
  }));
}

const heldOut = 24;

/** @param shown what is looked at */
export function judgeOf(engine: Engine, weights: tf.Variable, shown: readonly Heard[]) {
  const held = hearSome(heldOut, randomFrom(1000));
  const [shownRows, heldRows] = [shown, held].map((all) => rowsOf(windowsOf(all.map(({ sound }) => sound))));
  const tunes = shown.map(({ tune }) => tune);
  return async (): Promise<Judgement> => {
    const [logits, heldLogits] = await Promise.all([
      logitsOf(weights, shownRows as tf.Tensor2D),
      logitsOf(weights, heldRows as tf.Tensor2D),
    ]);
    const scores = held.map((_, n) => sequence(heldLogits, n, heldOut));
    const errorRate = errorsOf(
      scores,
      held.map(({ tune }) => tune),
    );
    return { alignments: await alignmentsOf(engine, logits, tunes), errorRate };
  };
}
