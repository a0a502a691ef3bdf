import type { Work } from "../plan/plan.js";
import { type RunTile, tidy } from "./sequenceTile.js";
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

/** The same where lanes have runs of cells: whole runs are walked, and mantissas tidied now and then. */
export function runsWork(
  { frames, count, rowCells, elements }: Walked & { readonly elements: number },
  { resumes, isLong }: RunTile,
): Work {
  const pairs = (frames * rowCells) / 2;
  const emissions = pairs + frames * count;
  // Of the sums of a frame one half is what one strip tells the next.
  const told = isLong ? 0.5 : 0;
  const summed = resumes ? 0.5 : 0;
  // Every second column of the other direction is made anew.
  const steps = resumes ? 1.5 : 1;
  return {
    calls: {
      sequenceArrive: 2 * steps * pairs,
      emission: emissions,
      scaledLoose: 2 * (steps + summed * 2) * pairs,
      scaledNormal: (2 * pairs) / tidy,
      ...(resumes ? { scaledPlain: 2 * pairs } : {}),
    },
    reads: {
      "input/logits": emissions / Math.max(1, elements),
      sums: isLong ? told + summed : 0,
    },
    writes: { sums: told + summed },
  };
}

/**
 * Shares of a frame are added up, and again for each class; then every logit has its slope.
 *
 * @param rowBytes of a frame's cells; left out where they are added up already
 */
export function backwardWork(
  { frames, sequences, classes, count, rowCells }: Walked,
  rowBytes: number | undefined,
  inPlace: boolean,
): Work {
  const numbers = frames * count * classes;
  const share = count / Math.max(1, sequences);
  const written = inPlace ? ["input/logits"] : ["gradient/logits", "wide/logits"];
  return {
    calls: {
      ...(rowBytes === undefined ? {} : { mergeFolded: frames * rowCells }),
      decay: numbers,
      sequenceSlope: numbers,
    },
    flops: 4 * numbers + (rowBytes === undefined ? (frames * rowCells) / 2 : 0),
    reads: {
      "input/logits": share,
      ...(rowBytes === undefined ? { sums: 0.5 } : { lattice: sweepsOf(2, rowBytes) }),
    },
    writes: Object.fromEntries(written.map((name) => [name, share])),
  };
}
