import { decode } from "./decode.js";
import { editDistance } from "./editDistance.js";
import { classes } from "./notes.js";
import { notesOf, type Tune } from "./tune.js";

/** The label error rate: edits that make the notes heard the notes played, by how many were played. */
export function errorsOf(scores: readonly ArrayLike<number>[], tunes: readonly Tune[]): number {
  const played = tunes.map(notesOf);
  const edits = played.map((notes, n) => editDistance(decode(scores[n] ?? [], classes), notes));
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
  return sum(edits) / sum(played.map(({ length }) => length));
}
