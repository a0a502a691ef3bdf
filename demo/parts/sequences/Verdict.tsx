/** What was played, what was read, and what CTC makes of it. */
import type { Scene } from "../../model/sequences/alignment.js";
import { editDistance } from "../../model/sequences/editDistance.js";
import { namesOf } from "../../model/sequences/notes.js";
import { notesOf, type Tune } from "../../model/sequences/tune.js";
import { figures, percent, power } from "../numbers.js";

const many = (number: number) => (number < 1e4 ? figures(number) : power(number));

export function Verdict({ tune, scene }: { readonly tune: Tune; readonly scene: Scene }) {
  const notes = notesOf(tune);
  const wrong = editDistance(scene.heard, notes);
  const rows: readonly (readonly [string, string])[] = [
    ["played", namesOf(notes)],
    ["read", namesOf(scene.heard)],
    ["edits to put it right", `${wrong} for ${notes.length} notes`],
    ["ctc loss", Number.isFinite(scene.loss) ? figures(scene.loss) : "∞"],
    ["alignments, in effect", many(scene.alignments)],
    ["frames left blank", percent(scene.blanks, 0)],
  ];
  return (
    <table class="verdict" data-wrong={wrong} data-loss={scene.loss} data-heard={scene.heard.join(" ")}>
      <tbody>
        {rows.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
