import { InvalidInputError } from "../../errors.js";
import type { Cells } from "./rows.js";

/** Cells that are lists → their entries one after the other; cells that are none stay. */
export function flattened(cells: Cells, before: number): Cells {
  const lists = Array.from(cells.values as ArrayLike<ArrayLike<unknown> | null>);
  const width = lists.find(isList)?.length;
  if (width === undefined) return cells;
  const row = lists.findIndex((list) => !isList(list) || list.length !== width);
  if (row >= 0) {
    const found = isList(lists[row]) ? `a list of ${lists[row].length}` : "no list";
    throw new InvalidInputError(
      `${cells.file}: row ${before + row + 1}, ${cells.column}: there is ${found}, and the rows before have lists of ${width}; lists of one length were wanted.`,
      { input: cells.input, index: before + row },
    );
  }
  const values = new Array<unknown>(lists.length * width);
  for (const [i, list] of lists.entries()) {
    for (let j = 0; j < width; j++) values[i * width + j] = list![j];
  }
  return { ...cells, values, tail: [width] };
}

function isList(cell: unknown): cell is ArrayLike<unknown> {
  return Array.isArray(cell) || ArrayBuffer.isView(cell);
}
