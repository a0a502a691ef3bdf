/** The command `eval`: losses and metrics of a file, in one pass. */
import { InvalidInputError } from "../errors.js";
import { type Batch, type ColumnName, type FileFormat, type ReadOptions, readBatches } from "../files.js";
import type { Loss, Metric } from "../index.js";
import { createEngine } from "../node.js";
import type { Factory } from "./catalogue.js";
import { countRows } from "./countRows.js";
import { checkMakeable, factoryOf } from "./factoryOf.js";
import { progressLine } from "./progressLine.js";
import { type Named, readInputs, readNames } from "./readLists.js";
import { readWords } from "./readWords.js";
import { asJson, asTable } from "./results.js";

const options = {
  input: { type: "string", multiple: true },
  loss: { type: "string", multiple: true },
  metrics: { type: "string", multiple: true },
  bins: { type: "string" },
  weights: { type: "string" },
  batch: { type: "string" },
  format: { type: "string" },
  json: { type: "boolean" },
} as const;

/** Reads and measures, and answers the text of the results. */
export async function evaluateFile(words: readonly string[], signal: AbortSignal): Promise<string> {
  const { values, positionals } = readWords("eval", words, options);
  const inputs = readInputs(values.input ?? []);
  if (values.weights !== undefined) inputs.set("weights", [values.weights]);
  const asked = [
    ...askedFor("loss", readNames("--loss", values.loss ?? []), undefined),
    ...askedFor("metric", readNames("--metrics", values.metrics ?? []), wholeNumber("--bins", values.bins)),
  ];
  const source = sourceOf(positionals, inputs);
  if (asked.length === 0) {
    throw new InvalidInputError("eval: nothing is asked for; give --loss or --metrics, as in --loss mse.");
  }
  const reading = {
    integers: integersOf(asked.map(({ make }) => make)),
    signal,
    ...optional("batch", wholeNumber("--batch", values.batch)),
    ...optional("format", values.format as FileFormat | undefined),
  };
  const counted = countRows(source.batches(reading));
  // A pipe that nobody writes to would keep the process waiting.
  signal.addEventListener("abort", () => process.stdin.destroy());
  const progress = progressLine("rows");
  const engine = await createEngine();
  try {
    const measured = Object.fromEntries(asked.map(({ key, descriptor }) => [key, descriptor]));
    const results = await counted.located(
      engine.measureStream(measured, counted.batches, { signal, onProgress: progress.show }),
    );
    const found = { file: source.name, rows: counted.rows(), results };
    return values.json ? asJson(found) : asTable(found);
  } finally {
    progress.end();
    engine.destroy();
  }
}

interface Asked {
  /** What the results call it: as it was written. */
  readonly key: string;
  readonly make: Factory;
  readonly descriptor: Loss | Metric;
}

/** Descriptors; `bins` goes to the metrics that are exact without. */
function askedFor(kind: "loss" | "metric", named: readonly Named[], bins: number | undefined): Asked[] {
  const all = named.map(({ name, text, params }) => {
    checkMakeable(name);
    const make = factoryOf(kind, name);
    const own = make.info.params;
    const takesBins = bins !== undefined && "bins" in own && own.bins!.default === undefined;
    return { key: text, make, descriptor: make(takesBins ? { bins, ...params } : params) };
  });
  const twice = all.find(({ key }, i) => all.findIndex((other) => other.key === key) < i);
  if (twice) throw new InvalidInputError(`eval: ${twice.key} is asked for twice; name it once.`);
  if (bins !== undefined && all.every(({ descriptor }) => descriptor.params.bins !== bins)) {
    throw new InvalidInputError(
      "eval: --bins is for metrics that are exact without, such as rocAuc, and none of those is asked for; another's are its own, as in calibrationError:bins=20.",
    );
  }
  return all;
}

interface Source {
  readonly name: string;
  readonly batches: (options: ReadOptions) => AsyncIterable<Batch>;
}

/** One file with the inputs' columns, or a file for each input. */
function sourceOf(positionals: readonly string[], inputs: ReadonlyMap<string, readonly string[]>): Source {
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

/** The inputs that one of these takes as whole numbers. */
function integersOf(factories: readonly Factory[]): string[] {
  const kinds = factories.flatMap(({ info }) => Object.entries(info.inputs));
  return kinds
    .filter(([, kind]) => ["labels", "identities", "lengths"].includes(kind))
    .map(([input]) => input);
}

function wholeNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidInputError(`eval: ${option} is ${JSON.stringify(text)}; a whole number > 0 was wanted.`);
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
