import type { RowwiseLayout } from "../check/layout.js";

/** Workgroups that keep a large GPU busy with reading: three or four for each of its processors. */
const busy = 512;

/** Classes from which a row is worth one more dispatch, and the fewest of a part. */
const longRow = 16_384;
const leastPart = 4096;

/** Where several workgroups share a row. */
export interface RowSplit {
  /** Workgroups that gather a row, a part each. */
  readonly parts: number;
  /** Workgroups that have a row in the dispatch at hand. */
  readonly sharers: number;
}

/** How many workgroups of a GPU share a row, when there are so many rows: 1 unless they are few and long. */
export function partsOf({ classes }: Pick<RowwiseLayout, "classes">, rows: number, lanes: number): number {
  if (classes < longRow) return 1;
  // A lane takes a part where parts are joined: there are no more parts than lanes.
  const most = Math.min(lanes, Math.floor(classes / leastPart));
  return Math.max(1, Math.min(most, Math.floor(busy / Math.max(1, rows))));
}

/** Workgroups of so many lanes that share rows: all that gather its parts, or one where only the loss is left to do. */
export function splitGrid(
  layout: RowwiseLayout,
  rows: number,
  lanes: number,
  isShared: boolean,
): { workgroup: number; team: number; groups: number; split: RowSplit } {
  const parts = partsOf(layout, rows, lanes);
  const sharers = isShared ? parts : 1;
  return { workgroup: lanes, team: lanes * sharers, groups: rows * sharers, split: { parts, sharers } };
}
