/** The kernels that TensorFlow.js is lent where WebGPU is software give what its own give, and leave it what they cannot. */
import type { Engine } from "fusedloss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useSoftwareKernels } from "../../demo/network/software/useSoftwareKernels.js";
import { startTensorFlow, tf } from "../../demo/network/tensorFlow.js";
import { normals } from "../cases/scenes.js";

type Shape = readonly number[];

function tensorOf<R extends tf.Rank>(shape: Shape, seed: number): tf.Tensor<R> {
  const made: tf.Tensor = tf.tensor(Float32Array.from(normals(shape, seed).values), [...shape]);
  return made as tf.Tensor<R>;
}

/** Each with the shapes that it is given, and which of two matrices is turned. */
const products: readonly (readonly [string, Shape, Shape, boolean, boolean])[] = [
  ["of odd sizes", [7, 13], [13, 5], false, false],
  ["the first turned", [13, 7], [13, 5], true, false],
  ["the second turned", [7, 13], [5, 13], false, true],
  ["both turned", [13, 7], [5, 13], true, true],
  ["of lists", [3, 6, 9], [3, 9, 2], false, false],
  ["one by many", [1, 6, 9], [3, 9, 2], false, false],
  ["many by one", [3, 6, 9], [9, 2], false, false],
  ["of a column and a row", [70, 1], [1, 66], false, false],
  ["of lists of lists", [2, 3, 3, 4], [2, 3, 4, 2], false, false],
];

/** Images, filter, strides and layout. */
const convolutions: readonly (readonly [string, Shape, Shape, number, "NCHW" | "NHWC"])[] = [
  ["of 3×3", [2, 3, 9, 11], [3, 3, 3, 5], 1, "NCHW"],
  ["of one column", [1, 1, 6, 1], [3, 3, 1, 2], 1, "NCHW"],
  ["of 5×5", [1, 2, 9, 8], [5, 5, 2, 3], 1, "NCHW"],
  ["with channels last, two steps at a time", [1, 9, 8, 2], [3, 3, 2, 3], 2, "NHWC"],
];

describe("kernels for WebGPU in software", () => {
  let engine: Engine;
  const wanted: Record<string, Promise<ArrayLike<number>>> = {};

  const found = {
    product: (a: Shape, b: Shape, ...turned: [boolean, boolean]) =>
      tf.matMul(tensorOf(a, 1), tensorOf(b, 2), ...turned).data(),
    convolution: (x: Shape, filter: Shape, strides: number, layout: "NCHW" | "NHWC") =>
      tf.conv2d<tf.Tensor4D>(tensorOf(x, 1), tensorOf(filter, 2), strides, "same", layout).data(),
  };

  beforeAll(async () => {
    await tf.setBackend("webgpu");
    for (const [name, ...given] of products) wanted[name] = found.product(...given);
    for (const [name, ...given] of convolutions) wanted[name] = found.convolution(...given);
    await Promise.all(Object.values(wanted));
    engine = await startTensorFlow();
    if (!engine.info.software) useSoftwareKernels();
  });

  afterAll(() => engine?.destroy());

  async function agree(name: string, numbers: Promise<ArrayLike<number>>) {
    const [own, its] = [await numbers, (await wanted[name]) ?? []];
    expect(own).toHaveLength(its.length);
    const off = Array.from(own, (value, i) => Math.abs(value - (its[i] as number)));
    expect(Math.max(...off)).toBeLessThan(1e-5);
    expect(Math.max(...Array.from(own, Math.abs))).toBeGreaterThan(0.1);
  }

  it.each(products)("product %s", (name, ...given) => agree(name, found.product(...given)));

  it.each(convolutions)("convolution %s", (name, ...given) => agree(name, found.convolution(...given)));
});
