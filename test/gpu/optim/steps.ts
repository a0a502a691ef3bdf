/** What tests of optimisers share: drawn tensors, steps in one submit, and the reference. */
import { expect } from "vitest";
import type { Optimizer, OptimizerState } from "../../../src/index.js";
import { step } from "../../../src/reference/index.js";
import { compare } from "../../../src/reference/tolerance.js";
import { optimizers } from "../../cases/optimizers.js";
import { normal, randomFrom } from "../../cases/random.js";
import { bufferOf } from "../desk.js";
import { device } from "../watched.js";

export type Numbers = Readonly<Record<string, Float32Array<ArrayBuffer>>>;

export const sizes = { one: 1, three: 3, five: 5, many: 257 };

export function drawn(sizes: Readonly<Record<string, number>>, seed: number, scale = 1): Numbers {
  const random = randomFrom(seed);
  return Object.fromEntries(
    Object.entries(sizes).map(([name, length]) => [
      name,
      Float32Array.from({ length }, () => scale * normal(random)),
    ]),
  );
}

export const buffersOf = (numbers: Numbers) =>
  Object.fromEntries(Object.entries(numbers).map(([name, values]) => [name, bufferOf(device, values)]));

/** Encodes in one submit; answers how many dispatches that were. */
export function submit(encode: (encoder: GPUCommandEncoder) => void): number {
  const encoder = device.createCommandEncoder();
  const begin = encoder.beginComputePass.bind(encoder);
  let dispatches = 0;
  encoder.beginComputePass = (descriptor) => {
    const pass = begin(descriptor);
    const dispatch = pass.dispatchWorkgroups.bind(pass);
    pass.dispatchWorkgroups = (x, y, z) => {
      dispatches++;
      return dispatch(x, y, z);
    };
    return pass;
  };
  encode(encoder);
  device.queue.submit([encoder.finish()]);
  return dispatches;
}

/** The parameters after these gradients, one step each, by the reference. */
export function reference(
  optimizer: Optimizer,
  parameters: Numbers,
  gradients: readonly Numbers[],
  rates: readonly number[] = [],
) {
  let now: { parameters: Readonly<Record<string, ArrayLike<number>>>; state?: OptimizerState } = {
    parameters,
  };
  for (const [i, gradient] of gradients.entries()) {
    const learningRate = rates[i] ?? optimizer.params.learningRate;
    const { make } = optimizers.find(({ name }) => name === optimizer.name) ?? {};
    const at = make?.({ ...optimizer.params, learningRate } as never) as Optimizer;
    now = step(at, { ...now, gradients: gradient } as never);
  }
  return now;
}

/**
 * Within 1e-5 of the largest number of a tensor. One that has come near 0 keeps the roundings of where it was: of each
 * step half a unit in the last place.
 */
export function expectClose(
  found: Readonly<Record<string, ArrayLike<number>>>,
  wanted: Readonly<Record<string, ArrayLike<number>>>,
): void {
  expect(Object.keys(found)).toEqual(Object.keys(wanted));
  for (const [name, values] of Object.entries(wanted)) {
    const { difference } = compare(found[name] ?? [], values);
    const largest = Math.max(...Array.from(values, Math.abs));
    expect(difference / largest, `${name}: ${found[name]?.[0]} for ${values[0]}`).toBeLessThan(1e-5);
  }
}
