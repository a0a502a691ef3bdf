/** What tests of one call share: engines that hold much or little, drawn numbers, and what the reference says of them. */
import { afterAll, beforeAll, expect } from "vitest";
import { decodeHalf } from "../../../src/check/half.js";
import {
  createEngine,
  type Engine,
  type EvaluateOptions,
  type Loss,
  type Tensor,
  type TypedArray,
} from "../../../src/index.js";
import { evaluate as reference } from "../../../src/reference/evaluate.js";
import { compare } from "../../../src/reference/tolerance.js";
import { isGPUBuffer, isHalf, isTensor } from "../../../src/tensor.js";
import { randomFrom } from "../../reference/samples.js";
import { bytesOf } from "../desk.js";
import { device, prepare as watched } from "../watched.js";

/** Engines that hold so little that 60,000 items from memory, or on the GPU, take several pieces. */
export let tight: Engine;
export let tighter: Engine;

/** Makes them, and what is watched, before the tests of the file that calls it, and lets go of them after. */
export function prepare(): void {
  watched();
  beforeAll(async () => {
    tight = await createEngine({ device, memoryLimit: 500_000 });
    tighter = await createEngine({ device, memoryLimit: 150_000 });
  });
  afterAll(() => {
    for (const each of [tight, tighter]) each.destroy();
  });
}

/** f32 numbers between −scale and scale, the same in every run. */
export function numbers(length: number, seed = 1, scale = 3): Float32Array {
  const random = randomFrom(seed);
  return Float32Array.from({ length }, () => scale * (2 * random() - 1));
}

/** Whole numbers from 0 up to `most`, without it. */
export function integers(length: number, most: number, seed = 2): Int32Array {
  const random = randomFrom(seed);
  return Int32Array.from({ length }, () => Math.floor(random() * most));
}

type AnyResult = {
  loss: number | Float32Array;
  gradients: Readonly<Record<string, Float32Array | Tensor<GPUBuffer>>>;
  count: number;
  outputs: Readonly<Record<string, Float32Array>>;
};
export type AnyInputs = Readonly<
  Record<string, Tensor | TypedArray | number | readonly number[] | undefined>
>;

export async function run(
  on: Engine,
  loss: Loss,
  inputs: AnyInputs,
  options: EvaluateOptions = {},
): Promise<AnyResult> {
  return (await on.evaluate(loss, inputs as never, options)) as unknown as AnyResult;
}

/** The numbers of a gradient, wherever it came back. */
export async function valuesOf(gradient: Float32Array | Tensor<GPUBuffer>): Promise<number[]> {
  if (gradient instanceof Float32Array) return [...gradient];
  const bytes = await bytesOf(device, gradient.data, gradient.offset);
  const length = gradient.shape.reduce((a, b) => a * b, 1);
  const { dtype } = gradient;
  return isHalf(dtype)
    ? [...decodeHalf(new Uint16Array(bytes).subarray(0, length), dtype)]
    : [...new Float32Array(bytes).subarray(0, length)];
}

/** Runs on an engine and in the reference, on the same numbers. */
export async function agrees(
  on: Engine,
  loss: Loss,
  inputs: AnyInputs,
  options: EvaluateOptions = {},
  /** The same on the host, where inputs are on the GPU. */
  onHost: AnyInputs = inputs,
): Promise<{ pieces: number; result: AnyResult }> {
  let pieces = 0;
  const result = await run(on, loss, inputs, { ...options, onProgress: () => pieces++ });
  const { inPlace, gradientScale, divisor, ...rest } = options;
  const scale = isTensor(gradientScale) && isGPUBuffer(gradientScale.data) ? undefined : gradientScale;
  const expected = reference(
    loss,
    onHost as never,
    {
      ...rest,
      ...(scale === undefined ? {} : { gradientScale: scale }),
      ...(divisor === undefined ? {} : { divisor }),
    } as never,
  ) as unknown as {
    loss: number | Float64Array;
    gradients: Record<string, Float64Array>;
    count: number;
    outputs?: Record<string, Float64Array>;
  };
  const list = (value: number | ArrayLike<number>) => (typeof value === "number" ? [value] : value);
  expect(compare(list(result.loss), list(expected.loss))).toMatchObject({ ok: true });
  expect(result.count).toBe(expected.count);
  expect(Object.keys(result.gradients)).toEqual(Object.keys(expected.gradients));
  if (scale === gradientScale) {
    for (const [name, gradient] of Object.entries(result.gradients)) {
      const dtype = gradient instanceof Float32Array ? "f32" : gradient.dtype;
      const wanted = expected.gradients[name] ?? [];
      // A sum of many terms that cancel is as good as the terms.
      const size = wanted.length === 1 ? 1 : undefined;
      const compared = compare(await valuesOf(gradient), wanted, { dtype, size });
      expect(compared, name).toMatchObject({ ok: true });
    }
  }
  for (const [name, output] of Object.entries(result.outputs)) {
    expect(compare(output, expected.outputs?.[name] ?? []), name).toMatchObject({ ok: true });
  }
  return { pieces, result };
}
