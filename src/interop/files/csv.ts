import { InvalidInputError } from "../../errors.js";
import { absent } from "./absent.js";
import type { Bytes } from "./bytes.js";
import { type CsvRecords, csvRecords } from "./csvRecords.js";
import { numberIn } from "./numberIn.js";
import type { ColumnName } from "./options.js";
import { pickColumns } from "./pickColumns.js";
import type { DecodeOptions, Rows, Wish } from "./rows.js";

/** Rows of a text with one record a line; comma, tab, semicolon and bar are told apart by its beginning. */
export async function* readCsv(
  bytes: Bytes,
  wishes: readonly Wish[],
  { header }: DecodeOptions,
): AsyncGenerator<Rows> {
  let columns: { readonly place: number; readonly label: string; readonly input: string }[] | undefined;
  let width = 0;
  let before = 0;
  for await (let part of csvRecords(await papaparse(), bytes)) {
    const [first] = part.records;
    if (!first) continue;
    if (!columns) {
      width = first.length;
      const isNamed = header ?? looksLikeNames(first, wishes);
      const names = first.map((name, i) => (isNamed ? name.trim() : String(i)));
      const label = (place: number) => (isNamed ? `column "${names[place]}"` : `column ${place}`);
      if (!isNamed) checkPlaces(bytes.name, wishes);
      columns = pickColumns(bytes.name, names, wishes).map((place, i) => ({
        place,
        label: label(place),
        input: wishes[i]!.input,
      }));
      if (isNamed) part = { records: part.records.slice(1), lines: part.lines.slice(1) };
    }
    checkWidths(bytes.name, part, before, width);
    const { records, lines } = part;
    yield {
      count: records.length,
      columns: columns.map(({ place, label, input }) => ({
        values: records.map((record) => record[place]),
        tail: [],
        file: bytes.name,
        column: label,
        input,
        lineOf: (row) => lines[row]!,
      })),
    };
    before += records.length;
  }
}

/** The first record, if it is one of names; else its places. */
export async function columnsOfCsv(bytes: Bytes, { header }: DecodeOptions): Promise<ColumnName[]> {
  for await (const { records } of csvRecords(await papaparse(), bytes)) {
    const [first] = records;
    if (!first) continue;
    const isNamed = header ?? first.some((cell) => numberIn(cell) === undefined);
    return first.map((name, i) => (isNamed ? name.trim() : i));
  }
  return [];
}

async function papaparse(): Promise<typeof import("papaparse")> {
  try {
    return (await import("papaparse")).default;
  } catch (cause) {
    throw absent("CSV", "papaparse", cause);
  }
}

/** Named columns have their names in the first record; else a record of numbers is one of data. */
function looksLikeNames(first: readonly string[], wishes: readonly Wish[]): boolean {
  return wishes.some(({ column = 0 }) => typeof column === "string" || numberIn(first[column]) === undefined);
}

/** Without names only numbers can be asked for. */
function checkPlaces(file: string, wishes: readonly Wish[]): void {
  const named = wishes.find(({ column }) => typeof column === "string");
  if (!named) return;
  throw new InvalidInputError(
    `${file} has no header, and column "${named.column}" is asked for by name; give the column's number from 0.`,
    { input: named.input },
  );
}

function checkWidths(file: string, { records, lines }: CsvRecords, before: number, width: number): void {
  const row = records.findIndex((record) => record.length !== width);
  if (row < 0) return;
  throw new InvalidInputError(
    `${file}: the first line has ${width} cells, and row ${before + row + 1} (line ${lines[row]}) has ${records[row]!.length}; check its separators and quotes, or whether the file was cut off there.`,
    { index: before + row },
  );
}
