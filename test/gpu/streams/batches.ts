/** What tests of streams share: drawn inputs that are cut into batches. */
import { tensor } from "../../../src/tensor.js";
import { randomFrom } from "../../cases/random.js";

/** Numbers with an outlier here and there, the same for a seed. */
export function numbers(n: number, seed: number): Float32Array {
  const draw = randomFrom(seed);
  return Float32Array.from({ length: n }, () => (draw() < 0.01 ? 50 : 3) * (draw() - 0.5));
}

function labels(n: number, classes: number, seed: number): Int32Array {
  const draw = randomFrom(seed);
  return Int32Array.from({ length: n }, () => (draw() < 0.1 ? -100 : Math.floor(draw() * classes)));
}

export type Arrays = Readonly<Record<string, Float32Array | Int32Array>>;

/** Cuts inputs into batches of so many items each; an input has so many elements per item. */
export function* cut(inputs: Arrays, sizes: readonly number[], per: Readonly<Record<string, number>> = {}) {
  let first = 0;
  for (const size of sizes) {
    const batch = Object.entries(inputs).map(([name, data]) => {
      const each = per[name] ?? 1;
      const own = data.slice(first * each, (first + size) * each);
      return [name, each === 1 ? own : tensor(own, [size, each])] as const;
    });
    yield Object.fromEntries(batch);
    first += size;
  }
}

export const sizes = [1, 700, 0, 33, 256, 10];
export const items = sizes.reduce((a, b) => a + b, 0);
export const pair = { predictions: numbers(items, 1), targets: numbers(items, 2) };
export const weighed = { ...pair, weights: numbers(items, 3).map(Math.abs) };
export const rows = { logits: numbers(items * 7, 4), labels: labels(items, 7, 5) };
