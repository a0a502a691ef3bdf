/** What the network is told, its training, and what came of it with either loss. */
import { useState } from "preact/hooks";
import type { Teacher } from "../../model/sequences/alignment.js";
import { melodies } from "../../model/sequences/melodies.js";
import { percent } from "../numbers.js";
import { RunBar } from "../RunBar.js";
import { Choice } from "./Choice.js";
import type { useSequences } from "./useSequences.js";

const teachers = [
  { value: "ctc", title: "which notes, in order", says: "ctc sums over all the times they could be at" },
  { value: "softmaxCrossEntropy", title: "the note of every frame", says: "softmaxCrossEntropy knows when" },
] as const;

interface Props {
  readonly job: ReturnType<typeof useSequences>;
  readonly steps: number;
  /** Of the look that is shown. */
  readonly errorRate: number | undefined;
  readonly onStart: (teacher: Teacher) => void;
}

export function Training({ job: { state, start, stop }, steps, errorRate, onStart }: Props) {
  const [teacher, setTeacher] = useState<Teacher>("ctc");
  const { status, text, looks, errorRates } = state;
  const works = status === "working";
  const begin = () => {
    onStart(teacher);
    start({ teacher, steps, shown: melodies });
  };
  return (
    <>
      <Choice title="It is told" options={teachers} value={teacher} disabled={works} onChange={setTeacher} />
      <RunBar
        title="the listener’s training"
        action={status === "idle" ? "Train on this device" : "Train again"}
        works={works}
        text={status === "idle" ? `${steps} steps of 8 tunes` : text}
        share={(looks.at(-1)?.step ?? 0) / steps}
        start={begin}
        stop={stop}
      />
      <p class="score">
        <strong>{errorRate === undefined ? "–" : percent(errorRate)}</strong>
        <span>of the notes wrong in tunes held out</span>
      </p>
      {Object.keys(errorRates).length === teachers.length && (
        <table class="rates">
          <caption>The same, by what the network was told last</caption>
          <tbody>
            {teachers.map(({ value, title }) => (
              <tr key={value}>
                <th scope="row">{title}</th>
                <td>{percent(errorRates[value] ?? Number.NaN)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
