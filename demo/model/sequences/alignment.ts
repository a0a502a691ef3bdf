/** Scores of a sound, what CTC makes of them, and what of it is to be seen. */
import { ctc, tensor } from "fusedloss";
import { evaluate } from "fusedloss/reference";
import { bestOf, collapse } from "./decode.js";
import { type Lattice, latticeOf } from "./lattice.js";
import { blank, classes } from "./notes.js";
import { softmax } from "./softmax.js";
import { framesOf, notesOf, type Tune } from "./tune.js";

export interface Alignment {
  /** [frames, classes]. */
  readonly logits: ArrayLike<number>;
  /** −log of the probability of the tune's notes, over all alignments. */
  readonly loss: number;
  /** Of the loss, by the logits. */
  readonly slopes: ArrayLike<number>;
}

/** Loss and slopes by the float64 reference. */
export function referenceAlignment(logits: Float32Array, tune: Tune): Alignment {
  const notes = notesOf(tune);
  const { loss, gradients } = evaluate(
    ctc(),
    {
      logits: tensor(logits, [logits.length / classes, 1, classes]),
      targets: tensor(Int32Array.from(notes), [1, notes.length]),
      targetLengths: Int32Array.of(notes.length),
    },
    { reduction: "sum" },
  );
  return { logits, loss, slopes: gradients.logits };
}

/** What a network is told of a tune: the notes, and the loss sums over all times; or the note of every frame. */
export type Teacher = "ctc" | "softmaxCrossEntropy";

export interface Scene {
  readonly probabilities: Float64Array;
  readonly lattice: Lattice;
  /** Probability less what was wanted of it: the slope of the teacher's loss by the logits. */
  readonly slopes: Float64Array;
  readonly loss: number;
  /** The likeliest class of each frame, and what that reads as. */
  readonly best: readonly number[];
  readonly heard: readonly number[];
  /** The share of frames in which the blank is the likeliest. */
  readonly blanks: number;
  /** As how many equally likely alignments there are: e to the power of their entropy. */
  readonly alignments: number;
}

export function sceneOf({ logits, loss, slopes }: Alignment, tune: Tune, teacher: Teacher): Scene {
  const probabilities = softmax(logits, classes);
  const best = bestOf(logits, classes);
  const truth = framesOf(tune);
  const wanted = (i: number) => Number(truth[Math.floor(i / classes)] === i % classes);
  return {
    probabilities,
    lattice: latticeOf(probabilities, classes, notesOf(tune)),
    slopes: probabilities.map((p, i) => (teacher === "ctc" ? (slopes[i] as number) : p - wanted(i))),
    loss,
    best,
    heard: collapse(best),
    blanks: best.filter((label) => label === blank).length / best.length,
    alignments: Math.exp(entropyOf(probabilities, slopes, loss)),
  };
}

/**
 * Of the alignments, given the notes: each has the probability Π p ÷ e^−loss, so that −Σ P log P comes to
 * −loss − Σ share · log p, where a share is p less its slope.
 */
function entropyOf(probabilities: Float64Array, slopes: ArrayLike<number>, loss: number): number {
  let entropy = -loss;
  for (const [i, p] of probabilities.entries()) {
    const share = Math.max(0, p - (slopes[i] as number));
    if (share > 0 && p > 0) entropy -= share * Math.log(p);
  }
  return Math.max(0, entropy);
}
