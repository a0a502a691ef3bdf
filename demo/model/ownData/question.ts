/** What is asked of a file: what was chosen by hand, and guesses for the rest. */
import type { ColumnName } from "fusedloss/files";
import { guessColumns, isTold, type Places } from "./guessColumns.js";
import { type DataTask, taskOf, tasks } from "./tasks.js";

/** What is to be measured, and where it stands. */
export interface Question {
  readonly file: File;
  readonly columns: readonly ColumnName[];
  readonly places: Places;
  readonly task: string;
  /** Names of losses and metrics. */
  readonly asked: readonly string[];
}

/** Another task begins anew, with its own guesses. */
export type Chosen = Partial<Pick<Question, "task" | "places" | "asked">>;

/** The first task whose inputs the columns' names tell of; else that of numbers. */
function likelyTask(columns: readonly ColumnName[]): DataTask {
  return tasks.find((task) => isTold(task, columns)) ?? taskOf("numbers");
}

export function questionOf(file: File, columns: readonly ColumnName[], chosen: Chosen): Question {
  const task = chosen.task ? taskOf(chosen.task) : likelyTask(columns);
  const { places = guessColumns(task, columns), asked = task.usual } = chosen;
  return { file, columns, places, task: task.name, asked };
}

/** Why it cannot be measured yet. */
export function lackOf({ places, asked, task }: Question): string | undefined {
  if (asked.length === 0) return "choose a loss or a metric";
  const bare = taskOf(task).inputs.find(({ several, name }) => several && (places[name]?.length ?? 0) < 2);
  return bare && `choose the columns of ${bare.name}, one for each class`;
}
