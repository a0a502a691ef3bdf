/** Which columns an input may come from, by what they are called. */
import type { ColumnName } from "fusedloss/files";
import type { DataInput, DataTask } from "./tasks.js";

/** The columns of each input, by their places. */
export type Places = Readonly<Record<string, readonly number[]>>;

/** `price`, where there is a `predictedPrice` or a `price_hat`: what was predicted is what it was. */
function sameThing(columns: readonly ColumnName[], predicted: number | undefined): number | undefined {
  if (predicted === undefined) return undefined;
  const whole = String(columns[predicted]).toLowerCase();
  const place = columns.findIndex((column, i) => {
    const name = String(column).toLowerCase();
    return i !== predicted && name.length > 1 && whole.includes(name);
  });
  return place < 0 ? undefined : place;
}

/** The columns of each input whose names tell it; none where they do not. */
function toldColumns({ inputs }: DataTask, columns: readonly ColumnName[]): Places {
  const called = ({ called }: DataInput) =>
    columns.flatMap((column, place) => (typeof column === "string" && called.test(column) ? [place] : []));
  const told: Record<string, readonly number[]> = {};
  for (const input of inputs) {
    const found = called(input);
    if (input.several) told[input.name] = found.length > 1 ? found : [];
    else {
      const paired = input.name === "targets" ? sameThing(columns, told.predictions?.[0]) : undefined;
      told[input.name] = paired === undefined ? found.slice(0, 1) : [paired];
    }
  }
  return told;
}

/** A guess for each input; where names say nothing the first columns, in order. */
export function guessColumns(task: DataTask, columns: readonly ColumnName[]): Places {
  const told = toldColumns(task, columns);
  const guesses = task.inputs.map(({ name, several }, i) => {
    const found = told[name] ?? [];
    return [name, several || found.length > 0 ? found : [Math.min(i, columns.length - 1)]] as const;
  });
  return Object.fromEntries(guesses);
}

/** Whether every input is called something that tells it. */
export function isTold(task: DataTask, columns: readonly ColumnName[]): boolean {
  return Object.values(toldColumns(task, columns)).every(({ length }) => length > 0);
}
