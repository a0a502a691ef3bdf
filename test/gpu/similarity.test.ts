/** Compiled losses of pairs: what accumulates, and what a device holds for 32,768 rows, whose pairs would take 4 GiB. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { infoNce } from "../../src/losses/index.js";
import { tensor } from "../../src/tensor.js";
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

describe("a compiled step that accumulates", () => {
  it("adds loss, count and gradients of two encodes", async () => {
    const { engine } = bench;
    const { device } = engine;
    const shapes = { queries: [6, 5], keys: [9, 5], scale: [1] } as const;
    const data = {
      queries: Float32Array.from({ length: 30 }, (_, i) => Math.sin(3 * i)),
      keys: Float32Array.from({ length: 45 }, (_, i) => Math.cos(2 * i)),
      scale: Float32Array.of(4),
    };
    const once = await engine.evaluate(infoNce(), {
      queries: tensor(data.queries, shapes.queries),
      keys: tensor(data.keys, shapes.keys),
      scale: data.scale,
    });
    const step = await engine.compile(infoNce(), shapes, { accumulate: true });
    const buffers = Object.fromEntries(
      Object.entries(data).map(([name, values]) => {
        // STORAGE | COPY_DST
        const buffer = device.createBuffer({ size: values.byteLength, usage: 0x80 | 0x8 });
        device.queue.writeBuffer(buffer, 0, values);
        return [name, buffer];
      }),
    );
    for (let i = 0; i < 2; i++) {
      const encoder = device.createCommandEncoder();
      step.encode(encoder, buffers as never);
      device.queue.submit([encoder.finish()]);
    }
    const twice = await step.read({ gradients: true });
    expect(twice.count).toBe(12);
    expect(twice.loss).toBeCloseTo(2 * (once.loss as number), 5);
    for (const [name, gradient] of Object.entries(once.gradients) as [string, Float32Array][]) {
      const found = (twice.gradients as Record<string, Float32Array>)[name];
      for (const [i, slope] of gradient.entries()) expect(found?.[i]).toBeCloseTo(2 * slope, 5);
    }
    step.destroy();
    for (const buffer of Object.values(buffers)) buffer.destroy();
  });
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
