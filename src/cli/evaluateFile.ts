/** The command `eval`: losses and metrics of a file, in one pass. */
import { InvalidInputError } from "../errors.js";
import type { FileFormat } from "../files.js";
import { createEngine } from "../node.js";
import { type Asked, losses, metrics } from "./asked.js";
import { countRows } from "./countRows.js";
import { fileSource } from "./fileSource.js";
import { progressLine } from "./progressLine.js";
import { readInputs, readNames } from "./readLists.js";
import { readWords } from "./readWords.js";
import { asJson, asTable } from "./results.js";

const options = {
  input: { type: "string", multiple: true },
  loss: { type: "string", multiple: true },
  metrics: { type: "string", multiple: true },
  bins: { type: "string" },
  reduction: { type: "string" },
  weights: { type: "string" },
  batch: { type: "string" },
  format: { type: "string" },
  json: { type: "boolean" },
} as const;

/** Reads and measures, and answers the text of the results. */
export async function evaluateFile(words: readonly string[], signal: AbortSignal): Promise<string> {
  const { values, positionals } = readWords("eval", words, options);
  const weights = values.weights === undefined ? [] : [`weights=${values.weights}`];
  const inputs = readInputs([...(values.input ?? []), ...weights]);
  const asked = [
    ...losses(readNames("--loss", values.loss ?? []), values.reduction),
    ...metrics(readNames("--metrics", values.metrics ?? []), wholeNumber("--bins", values.bins)),
  ];
  const twice = asked.find(({ key }, i) => asked.findIndex((other) => other.key === key) < i);
  if (twice) throw new InvalidInputError(`eval: ${twice.key} is asked for twice; name it once.`);
  const source = fileSource(positionals, inputs);
  if (asked.length === 0) {
    throw new InvalidInputError("eval: nothing is asked for; give --loss or --metrics, as in --loss mse.");
  }
  const counted = countRows(
    source.batches({
      integers: integersOf(asked),
      batch: wholeNumber("--batch", values.batch),
      format: values.format as FileFormat | undefined,
      signal,
    }),
  );
  // A pipe that nobody writes to would keep the process waiting.
  signal.addEventListener("abort", () => process.stdin.destroy());
  const progress = progressLine("rows");
  const engine = await createEngine();
  try {
    const byKey = Object.fromEntries(asked.map(({ key, measured }) => [key, measured]));
    const results = await counted.located(
      engine.measureStream(byKey, counted.batches, { signal, onProgress: progress.show }),
    );
    const found = { file: source.name, rows: counted.rows(), results };
    return values.json ? asJson(found) : asTable(found);
  } finally {
    progress.end();
    engine.destroy();
  }
}

/** The inputs that something asked for takes as whole numbers. */
function integersOf(asked: readonly Asked[]): string[] {
  const kinds = asked.flatMap(({ make }) => Object.entries(make.info.inputs));
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
