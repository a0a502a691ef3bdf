/** How well scores tell the pictures held out: what is wanted of them, and which pictures cost the most. */
import { accuracy, confusionMatrix, type Engine, f1, rocAuc, tensor } from "fusedloss";
import { measure } from "fusedloss/reference";
import { upload } from "../../jobs/gpu.js";
import { pixelsPerPicture } from "../digits.js";
import type { Assignment } from "./classifier.js";

export interface Verdict {
  readonly accuracy: number;
  /** The mean over classes of each one's F1. */
  readonly f1: number;
  /** The mean over classes of each one against the rest. */
  readonly auc: number;
  /** [classes, classes], rows true. */
  readonly confusion: Float64Array;
  /** The pictures of the greatest loss, dearest first. */
  readonly hardest: readonly HardPicture[];
}

export interface HardPicture {
  /** Its row among those held out. */
  readonly row: number;
  /** 0 … 255. */
  readonly pixels: Uint8ClampedArray;
  /** What it is, and what it is taken for. */
  readonly label: number;
  readonly taken: number;
  readonly loss: number;
}

/** How many of the hardest are shown. */
const shown = 12;

export async function judge(
  engine: Engine,
  scores: Float32Array<ArrayBuffer>,
  { held: { images, labels }, loss, scores: called }: Assignment,
): Promise<Verdict> {
  const classes = scores.length / labels.length;
  const buffer = upload(engine.device, scores, "scores");
  const logits = tensor(buffer, [labels.length, classes]);
  const [right, balanced, confusion, { loss: items }] = await Promise.all([
    engine.measure(accuracy(), { logits, labels }),
    engine.measure(f1({ average: "macro" }), { logits, labels }),
    engine.measure(confusionMatrix({ classes }), { logits, labels }),
    engine.evaluate(loss, { [called]: logits, labels }, { reduction: "none", gradients: false }),
  ]);
  buffer.destroy();
  const hardest = [...labels.keys()]
    .sort((a, b) => (items[b] as number) - (items[a] as number))
    .slice(0, shown)
    .map((row): HardPicture => {
      const own = scores.subarray(classes * row, classes * (row + 1));
      const ink = images.subarray(pixelsPerPicture * row, pixelsPerPicture * (row + 1));
      return {
        row,
        pixels: Uint8ClampedArray.from(ink, (share) => 255 * share),
        label: labels[row] as number,
        taken: own.indexOf(Math.max(...own)),
        loss: items[row] as number,
      };
    });
  return { accuracy: right, f1: balanced as number, auc: meanAuc(scores, labels), confusion, hardest };
}

/** Each class against the rest, ranked by the logarithm of its probability; by the reference, for they are few. */
function meanAuc(scores: Float32Array, labels: Int32Array): number {
  const classes = scores.length / labels.length;
  const normed = Float64Array.from(scores);
  for (let at = 0; at < normed.length; at += classes) {
    const row = normed.subarray(at, at + classes);
    const top = Math.max(...row);
    const logSum = top + Math.log(row.reduce((sum, score) => sum + Math.exp(score - top), 0));
    for (let k = 0; k < classes; k++) row[k] = (row[k] as number) - logSum;
  }
  const areas = Array.from({ length: classes }, (_, k) =>
    measure(rocAuc(), {
      scores: Float64Array.from(labels, (_, row) => normed[classes * row + k] as number),
      targets: Float64Array.from(labels, (label) => (label === k ? 1 : 0)),
    }),
  );
  return areas.reduce((sum, area) => sum + (area as number), 0) / classes;
}
