import type { Row } from "../rows.js";

/** Loss and gradients on the host: of the first input, and of others where they are wanted. */
export interface Answer {
  readonly loss: number;
  readonly gradient: ArrayLike<number>;
  readonly others?: readonly ArrayLike<number>[];
}

export type HostInputs = Readonly<Record<string, Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>>>;

/** One way to compute a row, with every set of inputs already where it computes. */
export interface Entry {
  /** How the loss is written down there, where there is more than one way. */
  readonly form: string;
  /** Loss and gradient of a set, to the end, and the loss as a number. The gradient stays on the device. */
  run(set: number): Promise<number>;
  /** The same, with the gradients brought to the host. */
  check(set: number): Promise<Answer>;
  dispose(): void;
}

/** Who takes part. `start` once; `enter` answers ways to compute the row, of which the fastest is timed. */
export interface Contestant<E extends Entry = Entry> {
  readonly name: string;
  /** Bytes of GPU memory that the inputs of one set take here. */
  inputBytes(row: Row): number;
  start(): Promise<GPUDevice | undefined>;
  enter(row: Row, sets: readonly HostInputs[]): readonly (() => Promise<E>)[];
}

/** What a contestant has for a row's loss, or an error that says it has nothing. */
export function formOf<T>(forms: Readonly<Record<string, T>>, { loss }: Row): T {
  const form = forms[loss];
  if (form === undefined) throw new Error(`has no ${loss}`);
  return form;
}

/** The classes of labels. */
export const classesOf = (row: Row): number => row.classes ?? row.shape[1] ?? 1;

export function shapeOf(row: Row): [number, number] {
  const [items = 1, classes = 1] = row.shape;
  return [items, classes];
}
