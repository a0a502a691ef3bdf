/** The command line that answers the same question. */
import type { Question } from "./question.js";
import { taskOf } from "./tasks.js";

/** What a shell would take apart stands in quotes. */
const quoted = (word: string) => (/^[\w.,=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

export function commandOf({ file, columns, places, task, asked }: Question): string {
  const { inputs, measures } = taskOf(task);
  const input = inputs.map(
    ({ name }) => `${name}=${(places[name] ?? []).map((place) => columns[place]).join(",")}`,
  );
  const named = (kind: "loss" | "metric") =>
    measures.filter((one) => one.kind === kind && asked.includes(one.name)).map(({ name }) => name);
  const parts = [
    `npx fusedloss eval ${quoted(file.name)}`,
    `--input ${quoted(input.join(","))}`,
    ...(named("loss").length > 0 ? [`--loss ${named("loss").join(",")}`] : []),
    ...(named("metric").length > 0 ? [`--metrics ${named("metric").join(",")}`] : []),
  ];
  return parts.join(" \\\n    ");
}
