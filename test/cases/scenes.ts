/** How scenes are made: seeded numbers in a shape, exactly as an f32 holds them. */
import type { SceneInput } from "./case.js";
import { normal, randomFrom } from "./random.js";

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, axis) => product * axis, 1);
}

/** Numbers by their place. */
export function filled(shape: readonly number[], value: (index: number) => number): SceneInput {
  return { shape, values: Float64Array.from({ length: sizeOf(shape) }, (_, i) => Math.fround(value(i))) };
}

/** Normal numbers. */
export function normals(shape: readonly number[], seed: number, spread = 1): SceneInput {
  const random = randomFrom(seed);
  return filled(shape, () => spread * normal(random));
}

/** Uniform numbers in [0, 1). */
export function uniforms(shape: readonly number[], seed: number): SceneInput {
  const random = randomFrom(seed);
  return filled(shape, random);
}

/** Integers in [0, most). */
export function integers(shape: readonly number[], seed: number, most: number): SceneInput {
  const random = randomFrom(seed);
  return { shape, values: Int32Array.from({ length: sizeOf(shape) }, () => Math.floor(random() * most)) };
}

/** An input with some of its numbers replaced. */
export function spoiled(input: SceneInput, changes: Readonly<Record<number, number>>): SceneInput {
  const values = input.values.slice();
  for (const [index, value] of Object.entries(changes)) values[Number(index)] = value;
  return { ...input, values };
}
