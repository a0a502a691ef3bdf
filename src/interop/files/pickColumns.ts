import { nearest } from "../../check/words.js";
import { InvalidInputError } from "../../errors.js";
import type { Wish } from "./rows.js";

/** Names that a message lists before it says how many more there are. */
const mostListed = 20;

/** Where the columns asked for stand in a file. */
export function pickColumns(file: string, names: readonly string[], wishes: readonly Wish[]): number[] {
  return wishes.map((wish) => placeOf(file, names, wish));
}

function placeOf(file: string, names: readonly string[], { input, column }: Wish): number {
  const wrong = (fault: string) => new InvalidInputError(`${file}${fault}`, { input });
  if (column === undefined) {
    if (names.length === 1) return 0;
    throw wrong(` has ${names.length} columns, ${listed(names)}; say in columns which of them is meant.`);
  }
  if (typeof column === "number") {
    if (column < names.length) return column;
    throw wrong(`: there is no column ${column}; it has ${names.length}, counted from 0.`);
  }
  const place = names.indexOf(column);
  if (place >= 0 && names.lastIndexOf(column) === place) return place;
  if (place >= 0) throw wrong(`: two columns are called "${column}"; give the column's number from 0.`);
  throw wrong(`: there is no column "${column}"; it has ${listed(names)}${nearest(column, names)}.`);
}

function listed(names: readonly string[]): string {
  const more = names.length - mostListed;
  return names.slice(0, mostListed).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
