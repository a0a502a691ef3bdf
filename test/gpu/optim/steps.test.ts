/** The numbers of the steps: 200 of each optimiser against the reference, the learning rate, and clipping. */
import { describe, expect, it } from "vitest";
import { adam, adamW, InvalidInputError, sgd } from "../../../src/index.js";
import { step } from "../../../src/reference/index.js";
import { compare } from "../../../src/reference/tolerance.js";
import { optimizers } from "../../cases/optimizers.js";
import { caught } from "../../reference/caught.js";
import { bufferOf, bytesOf, floatsOf } from "../desk.js";
import { device, engine, prepare } from "../watched.js";
import { buffersOf, drawn, expectClose, type Numbers, reference, sizes, submit } from "./steps.js";

prepare();

describe.each(optimizers)("$name", ({ rows, variants }) => {
  it("takes the steps that were worked elsewhere", async () => {
    for (const { optimizer, start, slope, after, within = 1e-12 } of rows) {
      const own = await engine.optimizer(optimizer, { w: start });
      const { parameters } = own;
      let at = Float32Array.from(start);
      for (let taken = 1; taken <= Math.max(...Object.keys(after).map(Number)); taken++) {
        submit((encoder) => own.encode(encoder, { w: bufferOf(device, at.map(slope)) }));
        at = new Float32Array(await bytesOf(device, parameters.w.data, 0, 4 * start.length));
        for (const [i, wanted] of (after[taken] ?? []).entries())
          expect(Math.abs((at[i] as number) - wanted)).toBeLessThanOrEqual(within + 1e-6);
      }
      own.destroy();
    }
  });

  it("takes 200 steps as the reference does, with every option", async () => {
    const parameters = drawn(sizes, 1);
    const gradients = [2, 3, 4, 5, 6].map((seed) => drawn(sizes, seed));
    const cycle = Array.from({ length: 200 }, (_, i) => i % gradients.length);
    const given = gradients.map(buffersOf);
    for (const optimizer of variants) {
      const own = await engine.optimizer(optimizer, parameters);
      submit((encoder) => {
        for (const i of cycle) own.encode(encoder, given[i]);
      });
      const found = await own.read();
      const wanted = reference(
        optimizer,
        parameters,
        cycle.map((i) => gradients[i] as Numbers),
      );
      expectClose(found.parameters, wanted.parameters);
      expect(found.state.step).toBe(wanted.state?.step);
      for (const [slot, tensors] of Object.entries(wanted.state?.slots ?? {})) {
        expectClose(found.state.slots[slot] ?? {}, tensors);
      }
      own.destroy();
    }
  });
});

describe("what the first steps lack", () => {
  it.each([0, 1, 9, 999, 999_999, 2 ** 24])("is made up for after %i steps, to 1e-6", async (taken) => {
    const optimizer = adam({ learningRate: 1, epsilon: 0 });
    const slots = { mean: { w: [0.3, -2, 1e-3] }, variance: { w: [2, 5, 1e-4] } };
    const state = { optimizer: "adam", step: taken, slots };
    const own = await engine.optimizer(optimizer, { w: [0, 0, 0] }, { state });
    submit((encoder) => own.encode(encoder, { w: bufferOf(device, Float32Array.of(1, 2, -0.5)) }));
    const found = await own.read();
    const wanted = step(optimizer, { parameters: { w: [0, 0, 0] }, gradients: { w: [1, 2, -0.5] }, state });
    expect(found.state.step).toBe(taken + 1);
    for (const [i, value] of wanted.parameters.w.entries())
      expect(Math.abs((found.parameters.w[i] as number) / value - 1)).toBeLessThan(1e-6);
    own.destroy();
  });
});

describe("the learning rate", () => {
  it("is that of the moment of encoding, also within one submit", async () => {
    const own = await engine.optimizer(sgd({ learningRate: 1 }), { w: [0, 0] });
    const w = bufferOf(device, Float32Array.of(1, -2));
    const before = bufferOf(device, new Float32Array(2));
    submit((encoder) => {
      own.encode(encoder, { w });
      encoder.copyBufferToBuffer(own.parameters.w.data, 0, before, 0, 8);
      own.learningRate = 0.25;
      own.encode(encoder, { w });
      own.learningRate = 1000;
    });
    expect(await floatsOf(device, before)).toEqual([-1, 2]);
    expect([...(await own.read()).parameters.w]).toEqual([-1.25, 2.5]);
    own.learningRate = 0;
    expect(own.learningRate).toBe(0);
    for (const wrong of [-1, Number.NaN, "1"]) {
      const error = caught(InvalidInputError, () => Object.assign(own, { learningRate: wrong }));
      expect(error.message).toMatch(/^sgd: learningRate is .*; it must be a finite number ≥ 0\.$/);
    }
    own.destroy();
  });

  it("may change from step to step, for Adam too", async () => {
    const rates = [1e-3, 1e-2, 0, 1e-1];
    const [parameters, gradients] = [drawn(sizes, 5), rates.map((_, i) => drawn(sizes, 6 + i))];
    const own = await engine.optimizer(adamW(), parameters);
    submit((encoder) => {
      for (const [i, rate] of rates.entries()) {
        own.learningRate = rate;
        own.encode(encoder, buffersOf(gradients[i] as Numbers));
      }
    });
    expectClose((await own.read()).parameters, reference(adamW(), parameters, gradients, rates).parameters);
    own.destroy();
  });
});

describe("a gradient whose square is beyond f32", () => {
  it("moves nothing, as in torch, and stays infinite", async () => {
    const own = await engine.optimizer(adam(), { w: [1, 1] });
    const huge = { w: bufferOf(device, Float32Array.of(1e25, 1)) };
    submit((encoder) => {
      own.encode(encoder, huge);
      own.encode(encoder, { w: bufferOf(device, Float32Array.of(1, 1)) });
    });
    const { parameters, state } = await own.read();
    expect(parameters.w[0]).toBe(1);
    expect(parameters.w[1]).toBeCloseTo(0.998, 6);
    expect(state.slots.variance?.w?.[0]).toBe(Number.POSITIVE_INFINITY);
    own.destroy();
  });
});

describe("clipping", () => {
  /** What one step of size 1 from 0 leaves. */
  async function clipped(gradients: Record<string, number[]>, clipGlobalNorm: number) {
    const zeros = Object.fromEntries(
      Object.entries(gradients).map(([name, values]) => [name, new Float32Array(values.length)]),
    );
    const own = await engine.optimizer(sgd({ learningRate: 1, clipGlobalNorm }), zeros);
    const given = Object.entries(gradients).map(([name, values]) => [name, Float32Array.from(values)]);
    submit((encoder) => own.encode(encoder, buffersOf(Object.fromEntries(given))));
    const { parameters } = await own.read();
    own.destroy();
    return Object.values(parameters).flatMap((values) =>
      [...(values as Float32Array)].map((value) => -value),
    );
  }

  it("is over all gradients together, whatever their size", async () => {
    for (const size of [1e-30, 1e-18, 1e-5, 1, 1e5, 1e18, 1e25, 1e36]) {
      const gradients = { a: [3 * size], b: [0, 4 * size, 0], c: [12 * size, 0] };
      const found = await clipped(gradients, 1.3 * size);
      // torch adds 1e-6 to the norm.
      const factor = Math.min(1, (1.3 * size) / (13 * size + 1e-6)) * size;
      const wanted = [3, 0, 4, 0, 12, 0].map((value) => value * factor);
      expect(compare(found, wanted), `${size}: ${found}`).toMatchObject({ ok: true });
    }
  });

  it("leaves alone what is below", async () => {
    const gradients = { a: [0.25], b: [-0.5, 2 ** -20, 0.125], c: [2 ** -40, -0.25] };
    expect(await clipped(gradients, 1)).toEqual(Object.values(gradients).flat());
  });

  it("of a NaN makes all NaN; of an infinity 0, and that one NaN", async () => {
    const nan = Number.NaN;
    const [found, infinite] = [
      await clipped({ a: [1], b: [2, nan, 3], c: [4, 5] }, 1),
      await clipped({ a: [1], b: [2, Number.NEGATIVE_INFINITY, 3], c: [4, 5] }, 1),
    ];
    expect(found).toEqual([nan, nan, nan, nan, nan, nan]);
    expect(infinite.map(Math.abs)).toEqual([0, 0, nan, 0, 0, 0]);
  });
});
