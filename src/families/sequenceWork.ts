import type { Work } from "../plan/plan.js";
import { sweepsOf } from "./sweeps.js";

/** Some of the sequences, and how many cells a frame of them has. */
interface Walked {
  readonly frames: number;
  readonly sequences: number;
  readonly classes: number;
  readonly count: number;
  readonly rowCells: number;
}

/**
 * The two directions together walk every frame once: of each its blank, and a label with the blank before it.
 *
 * @param elements of the logits, of which only those of labels and blanks are read
 * @param columns cells of scratch that columns lie in, 0 where they are on chip
 */
export function sweepWork(
  { frames, count, rowCells, elements }: Walked & { readonly elements: number },
  resumes: boolean,
  columns: number,
): Work {
  const pairs = (frames * (rowCells + count)) / 2;
  const emissions = pairs + frames * count;
  return {
    calls: {
      arriving: pairs,
      emission: emissions,
      scaledTimes: (resumes ? 4 : 2) * pairs,
      ...(resumes ? { scaledRatio: 2 * pairs } : {}),
    },
    reads: {
      "input/logits": emissions / Math.max(1, elements),
      ...(resumes ? { lattice: 1 } : {}),
      ...(columns > 0 ? { columns: (3 * pairs) / columns } : {}),
    },
    writes: columns > 0 ? { columns: (2 * pairs) / columns } : {},
  };
}

/** Shares of a frame are added up, and again for each class; then every logit has its slope. */
export function backwardWork(
  { frames, sequences, classes, count, rowCells }: Walked,
  rowBytes: number,
  inPlace: boolean,
): Work {
  const numbers = frames * count * classes;
  const share = count / Math.max(1, sequences);
  const written = inPlace ? ["input/logits"] : ["gradient/logits", "wide/logits"];
  return {
    calls: { mergeFolded: frames * rowCells, decay: numbers, sequenceSlope: numbers },
    flops: 4 * numbers,
    reads: { "input/logits": share, lattice: sweepsOf(2, rowBytes) },
    writes: Object.fromEntries(written.map((name) => [name, share])),
  };
}
