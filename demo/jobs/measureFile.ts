/** Losses and metrics of a file in one pass: by the GPU batch after batch, or by the reference. */
import { type Engine, UnsupportedError } from "fusedloss";
import { type BatchColumns, type ColumnName, readBatches } from "fusedloss/files";
import { evaluate, measure } from "fusedloss/reference";
import type { Question } from "../model/ownData/question.js";
import { type Measure, taskOf } from "../model/ownData/tasks.js";
import { WatchedFile } from "./WatchedFile.js";

export type Values = Readonly<Record<string, number | Float64Array>>;

export interface Answer {
  readonly values: Values;
  readonly rows: number;
}

export interface Progress {
  readonly rows: number;
  /** Bytes read, of so many. */
  readonly read: number;
  readonly size: number;
}

/** The reference holds all rows at once. */
const mostByReference = 1_000_000;

/** A name where there is one of its kind, as errors say it; else the place. */
function columnAt(columns: readonly ColumnName[], place: number): ColumnName {
  const name = columns[place] ?? place;
  return columns.filter((other) => other === name).length === 1 ? name : place;
}

function batchesOf({ columns, places, task }: Question, source: File, batch?: number) {
  const inputs = taskOf(task).inputs.map(({ name, several }) => {
    const found = (places[name] ?? []).map((place) => columnAt(columns, place));
    return [name, several ? found : (found[0] ?? "")];
  });
  return readBatches(source, {
    columns: Object.fromEntries(inputs) as BatchColumns,
    header: typeof columns[0] === "string",
    ...(batch ? { batch } : {}),
  });
}

/** What is asked for. */
const askedOf = ({ task, asked }: Question): readonly Measure[] =>
  taskOf(task).measures.filter(({ name }) => asked.includes(name));

export async function measureFile(
  engine: Engine,
  question: Question,
  tell: (progress: Progress) => void,
): Promise<Answer> {
  const { size } = question.file;
  let [rows, read] = [0, 0];
  const say = () => tell({ rows, read: Math.min(read, size), size });
  const source = new WatchedFile(question.file, (now) => {
    read = now;
    say();
  });
  const values = await engine.measureStream(
    Object.fromEntries(askedOf(question).map(({ name, make }) => [name, make()])),
    batchesOf(question, source),
    {
      onProgress: (done: number) => {
        rows = done;
        say();
      },
    },
  );
  return { values: values as Values, rows };
}

/** Without a GPU: the float64 twins, of files that are not too long. */
export async function measureByReference(question: Question): Promise<Answer> {
  const batches = batchesOf(question, question.file, mostByReference);
  for await (const batch of batches) {
    const [first] = Object.values(batch);
    const rows = first && "shape" in first ? (first.shape[0] ?? 0) : (first?.length ?? 0);
    if (rows === mostByReference) {
      throw new UnsupportedError(
        `${question.file.name} has a million rows or more; without a GPU fewer are measured here.`,
      );
    }
    const measuredBy = (one: Measure) =>
      one.kind === "metric" ? measure(one.make(), batch) : evaluate(one.make(), batch).loss;
    return { values: Object.fromEntries(askedOf(question).map((one) => [one.name, measuredBy(one)])), rows };
  }
  return { values: {}, rows: 0 };
}
