/** Old tunes that everybody knows, for the eye and the ear; nothing is trained on them. */
import { randomFrom } from "../../training/random.js";
import { type Heard, hear } from "./heard.js";
import { hold } from "./randomTune.js";

export interface Melody extends Heard {
  readonly title: string;
}

const known: readonly (readonly [title: string, notes: readonly number[]])[] = [
  ["Twinkle, twinkle", [1, 1, 5, 5, 6, 6, 5]],
  ["Ode to Joy", [3, 3, 4, 5, 5, 4, 3, 2]],
  ["Frère Jacques", [1, 2, 3, 1, 1, 2, 3, 1]],
  ["A scale", [1, 2, 3, 4, 5, 6, 7, 8]],
];

export const melodies: readonly Melody[] = known.map(([title, notes], i) => {
  const draw = randomFrom(37 + i);
  return { title, ...hear(hold(notes, draw.uniform), draw) };
});
