import type { Layout } from "../check/layout.js";
import type { GpuContext } from "../gpu/context.js";
import type { Totals } from "../plan/totals.js";
import { type Faults, firstFault } from "./faults.js";
import { cut } from "./pieces.js";
import type { Call } from "./request.js";
import { type PieceOptions, runPiece } from "./run.js";

/** Runs a piece, as often as its totals take, for nothing but them. */
export type RunForTotals = (changes?: Partial<PieceOptions>) => Promise<Totals>;

interface Watch {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What the pieces of a call that has items amount to, in their order. */
export function addUpPieces<T>(
  gpu: GpuContext,
  call: Call,
  { signal, onProgress }: Watch,
  ofPiece: (run: RunForTotals, layout: Layout) => Promise<T>,
  merge: (a: T, b: T) => T,
): Promise<T> {
  return gpu.inTurn(async () => {
    const faults: Faults = new Map();
    let all: T | undefined;
    for (const piece of cut(call, gpu.planDevice, gpu.pool.available, undefined)) {
      const run: RunForTotals = async (changes = {}) => {
        signal?.throwIfAborted();
        const options = { ...totalsOnly, faults, signal, ...changes };
        const totals = await gpu.alive(runPiece(gpu, call, piece, options));
        signal?.throwIfAborted();
        return totals;
      };
      const own = await ofPiece(run, piece.layout);
      all = all === undefined ? own : merge(all, own);
      onProgress?.(piece.first + piece.count, call.layout.items);
    }
    const fault = firstFault(call, faults);
    if (fault) throw fault;
    return all as T;
  });
}

/** Nothing of a piece goes anywhere but into its totals. */
const totalsOnly = {
  gradientScale: 1,
  perItem: undefined,
  divisor: undefined,
  ratio: 1,
  external: false,
  divisorOnly: false,
  gradients: {},
  accumulated: [],
  perItemLoss: undefined,
  outputs: {},
} as const;
