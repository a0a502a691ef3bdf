/** Inputs on the host: random, and the same in every run. */
import { inputsOf, itemsOf } from "./rows.js";

/** Numbers in [0, 1) from a seed (mulberry32). @param {number} seed */
function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Bell-shaped, with a deviation of 1. @param {() => number} next */
const bell = (next) => (next() + next() + next() - 1.5) * 2;

/** What numbers may look like. */
const looks = {
  wide: (next) => 2.5 * bell(next),
  normal: bell,
  small: (next) => 0.1 * bell(next),
  unit: (next) => next(),
  positive: (next) => 0.5 + next(),
  binary: (next) => (next() < 0.5 ? 1 : 0),
  sign: (next) => (next() < 0.5 ? 1 : -1),
};

/**
 * @param {keyof typeof looks} kind
 * @param {number} length
 * @param {number} seed
 */
export function draw(kind, length, seed) {
  const next = uniform(seed);
  const data = new Float32Array(length);
  const look = looks[kind];
  for (let at = 0; at < length; at++) data[at] = look(next);
  return data;
}

/**
 * @param {import("./rows.js").Row} row
 * @param {number} set which of several, so that caches do not lie
 * @returns {Record<string, Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>>}
 */
export function makeInputs(row, set) {
  const classes = row.classes ?? row.shape.at(-1) ?? 1;
  return Object.fromEntries(
    inputsOf(row).map(({ name, kind, shape }, i) => {
      const seed = 1000 * set + i + 1;
      const next = uniform(seed);
      if (kind === "label") {
        return [name, Int32Array.from({ length: itemsOf(row) }, () => Math.floor(next() * classes))];
      }
      if (kind === "length") return [name, new Int32Array(itemsOf(row)).fill(row.targets ?? 0)];
      if (kind === "target") {
        const length = itemsOf(row) * (row.targets ?? 0);
        return [name, Int32Array.from({ length }, () => 1 + Math.floor(next() * (classes - 1)))];
      }
      const length = shape.reduce((product, axis) => product * axis, 1);
      return [name, draw(kind, length, seed)];
    }),
  );
}
