import type { Work } from "../plan/plan.js";
import type { Side } from "./similarityText.js";
import { sweepsOf } from "./sweeps.js";

/** A kernel over all pairs of some rows of a side and all rows of another. */
export interface PairsKernel {
  readonly own: Side;
  readonly other: Side;
  readonly features: number;
  /** Rows of a workgroup, and others between two barriers on the way back. */
  readonly together: number;
  readonly chunk: number;
  /** Scores are squared distances, not products. */
  readonly isDistance: boolean;
}

/** Squares and their sum where rows are divided by their norms; before that the largest of each. */
export function normsWork(
  { rows, inputs }: Side,
  features: number,
  workgroup: number,
  divides: boolean,
): Work {
  const sweeps = sweepsOf(divides ? 2 : 1, 4 * features * workgroup);
  return { flops: rows * features * (divides ? 5 : 2), reads: each(inputs, sweeps) };
}

/** Every score once, and what its row takes of it. */
export function forwardWork(kernel: PairsKernel, rows: number): Work {
  const pairs = rows * kernel.other.rows;
  return {
    calls: { takePair: pairs, roleOf: pairs, finish: rows },
    flops: scoreFlops(kernel) * pairs,
    reads: readsOf(kernel, rows, 1),
    writes: { items: share(kernel, rows), kept: share(kernel, rows) },
  };
}

/** Every score again, its slope in each of the ways that the pair counts, and slopes times others. */
export function backwardWork(
  kernel: PairsKernel,
  rows: number,
  {
    ways,
    wanted,
    accumulated,
  }: Readonly<Record<"wanted" | "accumulated", readonly string[]>> & { readonly ways: number },
): Work {
  const { other, features, chunk, together } = kernel;
  const pairs = rows * other.rows;
  // Each chunk adds to the gradient of the rows, and their own direction comes last.
  const stores = sweepsOf(Math.ceil(other.rows / chunk) + 1, 4 * together * features);
  const part = share(kernel, rows) * (kernel.own.inputs.length / Math.max(1, wanted.length));
  const readTimes = (name: string): number => part * (accumulated.includes(name) ? stores : stores - 1);
  return {
    calls: { pulledBy: ways * pairs, roleOf: pairs },
    flops: (scoreFlops(kernel) + 2 * features) * pairs,
    reads: {
      ...readsOf(kernel, rows, sweepsOf(2, 4 * chunk * features)),
      ...stored(wanted, readTimes),
    },
    writes: stored(wanted, () => part * stores),
  };
}

/** Every row looks at what all chose; each choice moves two rows, by what lies between them and each other. */
export function gatherWork(
  { own, features }: PairsKernel,
  workgroup: number,
  wanted: readonly string[],
): Work {
  const moves = 4;
  const groups = Math.ceil(own.rows / workgroup);
  return {
    flops: 3 * moves * own.rows * features,
    reads: { ...each(own.inputs, 2 * moves), ...stored(wanted, () => moves), kept: groups, pulls: groups },
    writes: stored(wanted, () => moves + 1),
  };
}

function scoreFlops({ features, isDistance }: PairsKernel): number {
  return (isDistance ? 3 : 2) * features;
}

function share({ own }: PairsKernel, rows: number): number {
  return rows / Math.max(1, own.rows);
}

/** A workgroup keeps its own rows near and goes over all others. */
function readsOf(kernel: PairsKernel, rows: number, sweeps: number): Readonly<Record<string, number>> {
  const { own, other, together } = kernel;
  const over = each(other.inputs, sweeps * Math.ceil(rows / together));
  const mine = each(own.inputs, share(kernel, rows));
  return own === other
    ? each(own.inputs, sweeps * Math.ceil(rows / together) + share(kernel, rows))
    : { ...over, ...mine };
}

function each(inputs: readonly string[], times: number): Readonly<Record<string, number>> {
  return Object.fromEntries(inputs.map((name) => [`input/${name}`, times]));
}

/** Gradients of 16 bits are f32 here. */
function stored(names: readonly string[], times: (name: string) => number): Readonly<Record<string, number>> {
  return Object.fromEntries(
    names.flatMap((name) => [`gradient/${name}`, `wide/${name}`].map((buffer) => [buffer, times(name)])),
  );
}
