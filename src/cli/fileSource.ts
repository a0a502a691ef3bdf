import { InvalidInputError } from "../errors.js";
import { type Batch, type ColumnName, type ReadOptions, readBatches } from "../files.js";

interface Source {
  readonly name: string;
  readonly batches: (options: ReadOptions) => AsyncIterable<Batch>;
}

/** One file with the inputs' columns, or a file for each input. */
export function fileSource(
  positionals: readonly string[],
  inputs: ReadonlyMap<string, readonly string[]>,
): Source {
  if (positionals.length > 1) {
    throw new InvalidInputError(`eval: ${positionals.join(" ")} are several files; give one.`);
  }
  if (inputs.size === 0) {
    throw new InvalidInputError(
      "eval: --input is missing; say where each input comes from, as in --input logits=score.",
    );
  }
  const [file] = positionals;
  if (file !== undefined) {
    const columns = Object.fromEntries([...inputs].map(([input, names]) => [input, columnsOf(names)]));
    const name = file === "-" ? "standard input" : file;
    const input = file === "-" ? process.stdin : file;
    return { name, batches: (options) => readBatches(input, { ...options, columns }) };
  }
  const several = [...inputs].find(([, names]) => names.length > 1);
  if (several) {
    throw new InvalidInputError(
      `eval: there is no file, so --input ${several[0]} must name one of its own; it names ${several[1].join(", ")}. Give the file first: fusedloss eval <file> --input …`,
    );
  }
  const files = Object.fromEntries([...inputs].map(([input, [name]]) => [input, name!]));
  return { name: Object.values(files).join(", "), batches: (options) => readBatches(files, options) };
}

/** Words of digits alone are places. */
function columnsOf(names: readonly string[]): ColumnName | ColumnName[] {
  const columns = names.map((name) => (/^\d+$/.test(name) ? Number(name) : name));
  return columns.length === 1 ? columns[0]! : columns;
}
