import type { DType } from "../tensor.js";

/**
 * The published tolerance of f32 results r against the reference: 1e-5·|r| + 1e-7·size, where size is
 * the largest |r| of the tensor for a gradient (and for losses of reduction "none"), and Σ|terms| for
 * what was summed: a reduced loss, or the gradient of one element that stood for all.
 */
export const tolerance = Object.freeze({ relative: 1e-5, absolute: 1e-7 });

/** f32 below its smallest normal number may be flushed to zero on a GPU. */
const smallest = 2 ** -126;

/** What storage adds: half a unit in the last place, half the spacing of subnormals, the largest number. */
const storages = {
  f32: { relative: 0, least: 0, largest: (2 - 2 ** -23) * 2 ** 127 },
  f16: { relative: 2 ** -11, least: 2 ** -25, largest: 65504 },
  bf16: { relative: 2 ** -8, least: 0, largest: (2 - 2 ** -7) * 2 ** 127 },
};

export interface Comparison {
  /** Whether every value is within the tolerance, and NaN and infinities are where they should be. */
  readonly ok: boolean;
  /** The largest absolute difference; Infinity where one is finite, or NaN, and the other is not. */
  readonly difference: number;
  /** Where a value is worst against its tolerance; −1 for nothing to compare. */
  readonly worst: number;
  /** How much of what is allowed that value takes: above 1 is too much. 0 for nothing to compare. */
  readonly share: number;
}

/** Compares what a GPU gave with the reference, element by element. Default size: the largest |r|. */
export function compare(
  found: ArrayLike<number>,
  reference: ArrayLike<number>,
  { size = largestFinite(reference), dtype = "f32" }: { size?: number | undefined; dtype?: DType } = {},
): Comparison {
  let ok = found.length === reference.length;
  let difference = ok ? 0 : Number.POSITIVE_INFINITY;
  let worst = -1;
  let worstRatio = -1;
  for (let i = 0; i < reference.length; i++) {
    const { off, allowed } = compareOne(found[i] ?? Number.NaN, reference[i] as number, size, dtype);
    if (off > allowed) ok = false;
    difference = Math.max(difference, off);
    if (off / allowed > worstRatio) {
      worst = i;
      worstRatio = off / allowed;
    }
  }
  const share = found.length === reference.length ? Math.max(0, worstRatio) : Number.POSITIVE_INFINITY;
  return { ok, difference, worst, share };
}

function compareOne(
  found: number,
  reference: number,
  size: number,
  dtype: DType,
): { readonly off: number; readonly allowed: number } {
  const storage = dtype === "f16" || dtype === "bf16" ? storages[dtype] : storages.f32;
  const magnitude = Math.abs(reference);
  const allowed =
    (tolerance.relative + storage.relative) * magnitude +
    tolerance.absolute * size +
    storage.least +
    smallest;
  if (!Number.isFinite(reference) || !Number.isFinite(allowed)) {
    return { off: Object.is(found, reference) ? 0 : Number.POSITIVE_INFINITY, allowed: smallest };
  }
  // What is too large to be stored is stored as infinity; at the border either will do.
  const overflows = Math.abs(found) === Number.POSITIVE_INFINITY && found > 0 === reference > 0;
  if (overflows && magnitude + allowed >= storage.largest) return { off: 0, allowed };
  const off = Math.abs(found - reference);
  return { off: Number.isNaN(off) ? Number.POSITIVE_INFINITY : off, allowed };
}

function largestFinite(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i] as number);
    if (size > largest && size < Number.POSITIVE_INFINITY) largest = size;
  }
  return largest;
}
