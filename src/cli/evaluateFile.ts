/** The command `eval`: losses and metrics of a file, in one pass. */
import { InvalidInputError } from "../errors.js";
import { type FileFormat, readBatches } from "../files.js";
import type { Loss } from "../index.js";
import { createEngine } from "../node.js";
import type { Factory } from "./catalogue.js";
import { chosen, factoryOf } from "./chosen.js";
import { countRows } from "./countRows.js";
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
  const counted = countRows(
    readBatches(source.files as Record<string, string>, {
      ...(source.columns ? { columns: source.columns } : {}),
      integers: integersOf(asked.map(({ make }) => make)),
      signal,
      ...optional("batch", wholeNumber("--batch", values.batch)),
      ...optional("format", values.format as FileFormat | undefined),
    }),
  );
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
  readonly descriptor: Loss;
}

/** Descriptors; `bins` goes to the metrics that are exact without. */
function askedFor(kind: "loss" | "metric", named: readonly Named[], bins: number | undefined): Asked[] {
  const all = named.map((one) => {
    const { params } = factoryOf(kind, one.name).info;
    const takesBins = bins !== undefined && "bins" in params && params.bins!.default === undefined;
    const made = takesBins ? { ...one, params: { bins, ...one.params } } : one;
    return { key: one.text, make: factoryOf(kind, one.name), descriptor: chosen(kind, made) };
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

/** One file with the inputs' columns, or a file for each input. */
function sourceOf(positionals: readonly string[], inputs: ReadonlyMap<string, readonly string[]>) {
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
    const columns = [...inputs].map(([input, names]) => {
      const places = names.map((name) => (/^\d+$/.test(name) ? Number(name) : name));
      return [input, places.length === 1 ? places[0]! : places] as const;
    });
    return { name: file, files: file as unknown, columns: Object.fromEntries(columns) };
  }
  const several = [...inputs].find(([, names]) => names.length > 1);
  if (several) {
    throw new InvalidInputError(
      `eval: there is no file, so --input ${several[0]} must name one of its own; it names ${several[1].join(", ")}. Give the file first: fusedloss eval <file> --input …`,
    );
  }
  const files = Object.fromEntries([...inputs].map(([input, [name]]) => [input, name!]));
  return { name: Object.values(files).join(", "), files: files as unknown, columns: undefined };
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
