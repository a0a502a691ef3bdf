/** What a file came to, one line for each loss and metric. */

import type { Answer } from "../../jobs/measureFile.js";
import type { Question } from "../../model/ownData/question.js";
import { taskOf } from "../../model/ownData/tasks.js";
import { Heads } from "../Heads.js";
import { breakable, count } from "../numbers.js";

interface Props {
  readonly answer: Answer;
  readonly question: Question;
}

/** Counts whole, all else to six digits. */
function shown(value: number): string {
  const text = Number.isInteger(value) ? count(value) : String(Number(value.toPrecision(6)));
  return text.replace("-", "−");
}

/** A confusion matrix is a square, all else one number for each class. */
function linesOf(name: string, values: Float64Array): string {
  const width = name === "confusionMatrix" ? Math.sqrt(values.length) : values.length;
  const lines = Array.from({ length: values.length / width }, (_, i) =>
    Array.from(values.subarray(i * width, (i + 1) * width), shown).join("  "),
  );
  return lines.join("\n");
}

export function Results({ answer: { values, rows }, question }: Props) {
  const kinds = new Map(taskOf(question.task).measures.map(({ name, kind }) => [name, kind]));
  return (
    <table class="results">
      <caption>
        {count(rows)} rows of {question.file.name}
      </caption>
      <Heads of={["measured by", "", "value"]} />
      <tbody>
        {Object.entries(values).map(([name, value]) => (
          <tr key={name} data-measure={name} data-value={typeof value === "number" ? value : undefined}>
            <th scope="row">{breakable(name)}</th>
            <td class="kind">{kinds.get(name)}</td>
            <td>{typeof value === "number" ? shown(value) : <pre>{linesOf(name, value)}</pre>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
