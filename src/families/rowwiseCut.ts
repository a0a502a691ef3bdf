import type { RowwiseLayout } from "../check/layout.js";
import { UnsupportedError } from "../errors.js";
import type { ClassRange, PlanRequest, Streamed } from "../plan/plan.js";
import { dtypeBytes } from "../tensor.js";
import { cutRanges, type Range } from "./frame.js";

/** A run of classes: what one binding holds of the rows of a slab that does not fit. */
export interface Span extends ClassRange {
  readonly index: number;
}

/** How rows are cut to fit the bindings. */
export interface RowCut {
  readonly ranges: readonly Range[];
  /** Of every range, its rows' classes piece by piece; none where rows are bound whole. */
  readonly spans: readonly Span[];
  /** Whether ranges and spans begin where a binding cannot. */
  readonly startsAnywhere: boolean;
}

/** A binding begins at a multiple of this, and may hold as much that is not asked for. */
const border = 256;

/** Rows as their chunks have them: many, one, or some classes of one. */
export function cutStreamed(
  { items, step, classes }: Streamed,
  { items: all, classes: whole }: RowwiseLayout,
): RowCut {
  const spans = classes ? spansOf(whole, classes) : [];
  return { ranges: cutRanges(all, items, step), spans, startsAnywhere: true };
}

/**
 * Ranges of rows whose inputs fit a binding: a multiple of 128 rows where that fits, which begin at a border in every
 * dtype, labels too; else as many slabs as do. (The rows of a slab have their classes apart, in planes; without such
 * an axis a row is a slab.) Of a slab that does not fit, runs of classes.
 *
 * @param partBytes bytes that each span leaves of each row
 */
export function cutRows(
  request: PlanRequest,
  { classes, inner, items }: RowwiseLayout,
  names: readonly string[],
  partBytes: number,
): RowCut {
  const { maxBindingSize } = request.device;
  const widest = Math.max(4, ...names.map((name) => dtypeBytes(request.inputs[name]?.dtype ?? "f32")));
  const fitting = (bytes: number): number => Math.floor(bytes / (classes * widest));
  const step = leastCommonMultiple(128, inner);
  const most = fitting(maxBindingSize);
  if (items <= most || step <= most)
    return { ranges: cutRanges(items, most, step), spans: [], startsAnywhere: false };
  const room = maxBindingSize - border;
  if (inner <= fitting(room))
    return { ranges: cutRanges(items, fitting(room), inner), spans: [], startsAnywhere: true };
  const run = Math.floor(room / (inner * widest));
  // Classes side by side are quads.
  const size = inner === 1 ? Math.floor(run / 4) * 4 : run;
  if (size < 1) {
    throw new UnsupportedError(
      `${request.definition.name}: one class of ${inner} rows that lie side by side takes ${inner * widest} bytes, and one binding of this device ${maxBindingSize}; give smaller slabs, or put the class axis last.`,
    );
  }
  const spans = spansOf(classes, size);
  const rows = Math.max(1, Math.floor(maxBindingSize / (spans.length * partBytes)));
  const ranges: Range[] = [];
  for (let slab = 0; slab < items; slab += inner) {
    for (const { first, count } of cutRanges(inner, rows, 1)) ranges.push({ first: slab + first, count });
  }
  return { ranges, spans, startsAnywhere: true };
}

function spansOf(classes: number, size: number): Span[] {
  return Array.from({ length: Math.ceil(classes / size) }, (_, index) => ({
    index,
    first: index * size,
    classes: Math.min(size, classes - index * size),
  }));
}

function leastCommonMultiple(a: number, b: number): number {
  const divisor = (x: number, y: number): number => (y === 0 ? x : divisor(y, x % y));
  return (a / divisor(a, b)) * b;
}
