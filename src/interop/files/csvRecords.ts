import { InvalidInputError } from "../../errors.js";
import type { Bytes } from "./bytes.js";

type Papa = typeof import("papaparse");

/** Records of a text: their cells, and the line at which each begins. */
export interface CsvRecords {
  readonly records: readonly (readonly string[])[];
  readonly lines: readonly number[];
}

/** Letters by which separator and line ends are guessed. */
const sampleSize = 2 ** 16;

/** Letters of one record: a quote that is never closed must not swallow a large file. */
const mostLetters = 2 ** 24;

/** What papaparse's parser answers. */
interface Parsed {
  readonly data: readonly (readonly string[])[];
  readonly errors: readonly { readonly code: string; readonly row: number }[];
  readonly meta: { readonly cursor: number };
}

/** The records of a text as its bytes come; empty lines are none. */
export async function* csvRecords(papa: Papa, bytes: Bytes): AsyncGenerator<CsvRecords> {
  const decoder = new TextDecoder();
  let parser: InstanceType<Papa["Parser"]> | undefined;
  let text = "";
  let line = 1;
  for await (const chunk of withEnd(bytes.stream())) {
    const isLast = chunk === undefined;
    text += isLast ? decoder.decode() : decoder.decode(chunk, { stream: true });
    if (!parser && text.length < sampleSize && !isLast) continue;
    parser ??= new papa.Parser(dialectOf(papa, text));
    // The last record may go on in the next chunk.
    const { data, errors, meta }: Parsed = parser.parse(text, 0, !isLast);
    const isQuoted = text.includes('"');
    const records: (readonly string[])[] = [];
    const lines: number[] = [];
    for (const [i, record] of data.entries()) {
      const error = errors.find(({ row }) => row === i);
      if (error) throw quoteError(bytes.name, line, error.code);
      if (record.length > 1 || record[0]!.trim() !== "") {
        records.push(record);
        lines.push(line);
      }
      line += isQuoted ? linesOf(record) : 1;
    }
    if (!isLast) text = text.slice(meta.cursor);
    if (text.length > mostLetters && !isLast) throw quoteError(bytes.name, line, "MissingQuotes");
    yield { records, lines };
  }
}

async function* withEnd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array | undefined> {
  yield* chunks;
  yield undefined;
}

function dialectOf(papa: Papa, text: string) {
  const { delimiter, linebreak } = papa.parse(text.slice(0, sampleSize), {
    preview: 20,
    skipEmptyLines: true,
  }).meta;
  return { delimiter, newline: linebreak as "\n" };
}

/** A quoted cell may hold line ends. */
function linesOf(record: readonly string[]): number {
  return record.reduce((sum, cell) => sum + cell.split("\n").length - 1, 1);
}

function quoteError(file: string, line: number, code: string): InvalidInputError {
  const fault =
    code === "MissingQuotes"
      ? "a quote opens in this record and is never closed; the file may have been cut off"
      : "a quoted cell goes on after its closing quote; double the quotes that belong to the text";
  return new InvalidInputError(`${file}: line ${line}: ${fault}.`);
}
