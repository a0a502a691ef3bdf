/** The inputs of a scene as an engine and the reference take them. */
import { tensor } from "fusedloss";
import type { Scene } from "./scene.js";

/** Every `stride`-th number. */
export function firsts(numbers: ArrayLike<number>, stride: number, count: number): ArrayLike<number> {
  return stride === 1 ? numbers : Float64Array.from({ length: count }, (_, i) => numbers[i * stride] ?? NaN);
}

export function tensors(inputs: Scene["inputs"]) {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { data, shape }]) => [name, tensor(data, shape)]),
  );
}

/** One point of a scene as a batch of its own. */
export function pointOf({ inputs, apart }: Scene, i: number): Scene["inputs"] {
  const batches = Object.entries(inputs).map(([name, { data, shape }]) => {
    const one = apart ? shape : [1];
    const size = one.reduce((product, length) => product * length, 1);
    return [name, { data: data.slice(i * size, (i + 1) * size), shape: one }];
  });
  return Object.fromEntries(batches);
}
