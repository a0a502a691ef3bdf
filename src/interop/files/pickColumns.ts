import { nearest } from "../../check/words.js";
import { InvalidInputError } from "../../errors.js";
import type { ColumnName } from "./options.js";
import type { Selection } from "./rows.js";

/** Names that a message lists before it says how many more there are. */
const mostListed = 20;

/** Where the columns asked for stand in a file. */
export function pickColumns(file: string, names: readonly string[], selection: Selection): number[] {
  if (!selection) {
    if (names.length === 1) return [0];
    throw new InvalidInputError(
      `${file} has ${names.length} columns, ${listed(names)}; say in columns which of them is meant.`,
    );
  }
  return selection.map((column) => placeOf(file, names, column));
}

function placeOf(file: string, names: readonly string[], column: ColumnName): number {
  if (typeof column === "number") {
    if (column < names.length) return column;
    throw new InvalidInputError(
      `${file}: there is no column ${column}; it has ${names.length}, counted from 0.`,
    );
  }
  const place = names.indexOf(column);
  if (place >= 0 && names.lastIndexOf(column) === place) return place;
  if (place >= 0) {
    throw new InvalidInputError(
      `${file}: two columns are called "${column}"; give the column's number from 0.`,
    );
  }
  throw new InvalidInputError(
    `${file}: there is no column "${column}"; it has ${listed(names)}${nearest(column, names)}.`,
  );
}

function listed(names: readonly string[]): string {
  const more = names.length - mostListed;
  return names.slice(0, mostListed).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
