/** What a network is told of the tunes it hears, and the loss that it is told it by. */
import { ctc, type Engine, softmaxCrossEntropy } from "fusedloss";
import { tfLoss } from "fusedloss/tfjs";
import type { Teacher } from "../../model/sequences/alignment.js";
import { classes } from "../../model/sequences/notes.js";
import { most } from "../../model/sequences/randomTune.js";
import { padded } from "../../model/sequences/targets.js";
import { frames, framesOf, notesOf, type Tune } from "../../model/sequences/tune.js";
import { tf } from "../../network/tensorFlow.js";

/** The loss of scores whose rows are frames by tunes. */
export type Teach = (scores: tf.Tensor2D, tunes: readonly Tune[]) => tf.Scalar;

export const teachers: Readonly<Record<Teacher, (engine: Engine, batch: number) => Promise<Teach>>> = {
  /** The notes, and how many. */
  async ctc(engine, batch) {
    const shapes = { logits: [frames, batch, classes], targets: [batch, most], targetLengths: [batch] };
    const loss = await tfLoss(engine, ctc(), shapes);
    return (scores, tunes) => {
      const notes = tunes.map(notesOf);
      return loss({
        logits: tf.reshape(scores, shapes.logits),
        targets: tf.tensor2d(padded(notes, most), [batch, most], "int32"),
        targetLengths: tf.tensor1d(
          notes.map(({ length }) => length),
          "int32",
        ),
      }) as tf.Scalar;
    };
  },
  /** The note of every frame. */
  async softmaxCrossEntropy(engine, batch) {
    const rows = frames * batch;
    const loss = await tfLoss(engine, softmaxCrossEntropy(), { logits: [rows, classes], labels: [rows] });
    return (scores, tunes) => {
      const told = tunes.map(framesOf);
      const labels = Int32Array.from(
        { length: rows },
        (_, i) => told[i % batch]?.[Math.floor(i / batch)] ?? 0,
      );
      return loss({ logits: scores, labels: tf.tensor1d(labels, "int32") }) as tf.Scalar;
    };
  },
};
