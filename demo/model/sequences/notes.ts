/** The notes of an octave, as classes: the blank is 0, the lowest note 1. */
export interface Note {
  readonly name: string;
  /** Above the lowest. */
  readonly semitones: number;
}

export const notes: readonly Note[] = [
  { name: "c", semitones: 0 },
  { name: "d", semitones: 2 },
  { name: "e", semitones: 4 },
  { name: "f", semitones: 5 },
  { name: "g", semitones: 7 },
  { name: "a", semitones: 9 },
  { name: "b", semitones: 11 },
  { name: "c′", semitones: 12 },
];

export const blank = 0;
export const classes = notes.length + 1;

export const nameOf = (label: number): string => notes[label - 1]?.name ?? "–";

export const namesOf = (labels: readonly number[]): string => labels.map(nameOf).join(" ") || "nothing";
