import type { RowwiseLayout } from "../check/layout.js";
import type { PlanDevice } from "../plan/plan.js";
import type { Span } from "./rowwiseCut.js";

/** Workgroups that keep a large GPU busy with reading: three or four for each of its processors. */
const busy = 512;

const workgroupBytes = 16_384;

/** Classes from which a row is worth one more dispatch, and the fewest of a part. */
const longRow = 16_384;
const leastPart = 4096;

/** Where a row is taken in parts: by several workgroups that share it, and by each of its spans. */
export interface RowSplit {
  /** All parts of a row. */
  readonly parts: number;
  /** The first that is left in the dispatch at hand, and the workgroups that have a row there, a part each. */
  readonly firstPart: number;
  readonly sharers: number;
}

/** How many workgroups of a GPU share a row, when there are so many rows: 1 unless they are few and long. */
export function partsOf({ classes }: Pick<RowwiseLayout, "classes">, rows: number, lanes: number): number {
  if (classes < longRow) return 1;
  // A lane takes a part where parts are joined: there are no more parts than lanes.
  const most = Math.min(lanes, Math.floor(classes / leastPart));
  return Math.max(1, Math.min(most, Math.floor(busy / Math.max(1, rows))));
}

/** How rows are dealt out to workgroups. */
export interface RowGrid {
  readonly workgroup: number;
  /** Lanes that share a row. */
  readonly team: number;
  readonly groups: number;
  readonly split?: RowSplit;
}

/**
 * Rows in parts, dealt out as rows of a span's classes would be (where there are no spans, of all classes): where those
 * are few and long, workgroups share them.
 *
 * @param index the span at hand, 0 where there are none; `undefined` where all is gathered, only the loss is left to do,
 * and a workgroup has a row, or a lane
 */
export function partGrid(
  device: PlanDevice,
  layout: RowwiseLayout,
  spans: readonly Span[],
  index: number | undefined,
  rows: number,
  lanes: number,
): RowGrid {
  const classes = spans[0]?.classes ?? layout.classes;
  const grid = rowGrid(device, { ...layout, classes }, rows, lanes);
  const each = device.software || grid.team === 1 ? 1 : partsOf({ classes }, rows, lanes);
  const sharers = index === undefined ? 1 : each;
  const split = { parts: Math.max(1, spans.length) * each, firstPart: (index ?? 0) * each, sharers };
  if (each === 1) return { ...grid, split };
  return { workgroup: lanes, team: lanes * sharers, groups: rows * sharers, split };
}

/** Lanes of a GPU's workgroup that has a long row: as many as the memory has room for that every device gives it. */
export function longRowLanes(words: number): number {
  return 4 * words * 256 <= workgroupBytes ? 256 : 128;
}

/** Few workgroups with long loops in software; on a GPU a workgroup per row once rows are long. */
export function rowGrid(
  { software }: PlanDevice,
  { classes, inner }: RowwiseLayout,
  rows: number,
  lanes: number,
): RowGrid {
  if (software) {
    const workgroup = 16;
    if (rows < 32 && classes > 64) return { workgroup, team: workgroup, groups: Math.min(16, rows) };
    return { workgroup, team: 1, groups: Math.max(1, Math.min(32, Math.ceil(rows / workgroup))) };
  }
  if (classes <= 32 || (inner > 1 && rows >= 4096)) {
    return { workgroup: 64, team: 1, groups: Math.max(1, Math.min(4096, Math.ceil(rows / 64))) };
  }
  const workgroup = classes <= 1024 ? 64 : lanes;
  return { workgroup, team: workgroup, groups: Math.max(1, Math.min(8192, rows)) };
}
