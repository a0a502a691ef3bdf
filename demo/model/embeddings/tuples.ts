/**
 * Which rows of a batch make a triplet, a pair, a query with its key. A batch has as many rows of each class, class by
 * class; its pictures change from step to step, and what is formed of its rows does not.
 */
import { randomFrom } from "../../training/random.js";

type Rows = Int32Array<ArrayBuffer>;

export interface Tuples {
  /** Of each row. */
  readonly labels: Int32Array<ArrayBuffer>;
  readonly triplets: { readonly anchor: Rows; readonly positive: Rows; readonly negative: Rows };
  /** As many of the same class as of two. */
  readonly pairs: { readonly a: Rows; readonly b: Rows; readonly targets: Float32Array<ArrayBuffer> };
  /** Row i of the queries is of the class of row i of the keys. */
  readonly views: { readonly queries: Rows; readonly keys: Rows };
}

/** Triplets and pairs for each row. */
const perRow = 2;

export function tuplesOf(classes: number, perClass: number): Tuples {
  const { uniform } = randomFrom(17);
  const below = (count: number) => Math.floor(count * uniform());
  const rows = classes * perClass;
  const classOf = (row: number) => Math.floor(row / perClass);
  /** Another row of the class of this one. */
  const alike = (row: number) =>
    perClass * classOf(row) + (((row % perClass) + 1 + below(perClass - 1)) % perClass);
  /** A row of another class. */
  const unlike = (row: number) =>
    perClass * ((classOf(row) + 1 + below(classes - 1)) % classes) + below(perClass);

  const anchor = Int32Array.from({ length: perRow * rows }, (_, i) => i % rows);
  const targets = Float32Array.from(anchor, (_, i) => Math.floor(i / rows) % 2);
  const even = Int32Array.from({ length: rows >> 1 }, (_, i) => 2 * i);
  return {
    labels: Int32Array.from({ length: rows }, (_, row) => classOf(row)),
    triplets: { anchor, positive: anchor.map(alike), negative: anchor.map(unlike) },
    pairs: { a: anchor, b: anchor.map((row, i) => (targets[i] ? alike(row) : unlike(row))), targets },
    views: { queries: even, keys: even.map((row) => row + 1) },
  };
}
