/** What a device is asked to hold for all pairs of 32,768 rows: 4 GiB of similarities are never there. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { infoNce } from "../../src/losses/index.js";
import { type Bench, openBench } from "./harness.js";

const [rows, features] = [32768, 64];
const mebibyte = 2 ** 20;

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => {
  bench.engine.destroy();
});

describe("infoNce of 32,768 rows of 64", () => {
  it("wants less than 64 MiB beside inputs and gradients", async () => {
    const { device } = bench.engine;
    const create = device.createBuffer;
    const sizes: number[] = [];
    device.createBuffer = (descriptor) => {
      sizes.push(descriptor.size);
      return create.call(device, descriptor);
    };
    try {
      const shape = [rows, features] as const;
      const step = await bench.engine.compile(infoNce({ symmetric: true }), { queries: shape, keys: shape });
      const encoder = device.createCommandEncoder();
      const gradients = Object.values(step.gradients);
      expect(gradients.map(({ size }) => size)).toEqual([4 * rows * features, 4 * rows * features]);
      const total = sizes.reduce((sum, size) => sum + size, 0);
      const asked = gradients.reduce((sum, { size }) => sum + size, 0);
      expect(total - asked).toBeLessThan(64 * mebibyte);
      expect(Math.max(...sizes)).toBe(4 * rows * features);
      // Encoding makes what the uniforms need, and no more; nothing is submitted.
      const [queries, keys] = gradients.map(({ size, usage }) => create.call(device, { size, usage }));
      sizes.length = 0;
      step.encode(encoder, { queries: queries as GPUBuffer, keys: keys as GPUBuffer });
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(mebibyte);
      queries?.destroy();
      keys?.destroy();
      step.destroy();
    } finally {
      device.createBuffer = create;
    }
  });
});
