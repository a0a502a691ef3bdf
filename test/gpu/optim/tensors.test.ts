/** Where parameters and gradients may lie, what a step costs, and the state that is read and given back. */
import { describe, expect, it } from "vitest";
import {
  adam,
  adamW,
  type CompiledOptimizer,
  createEngine,
  InvalidInputError,
  linear,
  mse,
  type Optimizer,
  ShapeError,
  sgd,
  tensor,
} from "../../../src/index.js";
import { step } from "../../../src/reference/index.js";
import { bufferOf, floatsOf, narrowDevice, onGpu, rejection } from "../desk.js";
import { device, engine, prepare, seen } from "../watched.js";
import { buffersOf, drawn, expectClose, type Numbers, reference, sizes, submit } from "./steps.js";

prepare();

const seven = { a: 4, b: 64, c: 1, d: 100, e: 3, f: 65, g: 12 };

/** Gradients as slices of one buffer, at the distances of the optimiser's parameters. */
function together({ parameters }: CompiledOptimizer, numbers: Numbers, shift = 256) {
  const tensors = Object.entries(parameters);
  const end = Math.max(...tensors.map(([name, { offset }]) => offset + 4 * (numbers[name]?.length ?? 0)));
  // What lies between the slices is no gradient.
  const all = new Float32Array((end + shift) / 4).fill(Number.NaN);
  for (const [name, { offset }] of tensors) all.set(numbers[name] ?? [], (offset + shift) / 4);
  const buffer = bufferOf(device, all);
  return Object.fromEntries(
    tensors.map(([name, { shape, offset }]) => [name, tensor(buffer, shape, { offset: offset + shift })]),
  );
}

describe("parameters and gradients", () => {
  it("as slices of one buffer each are one dispatch, and the same bits as apart", async () => {
    const [parameters, gradients] = [drawn(seven, 1), drawn(seven, 2)];
    for (const optimizer of [adam(), sgd({ learningRate: 0.1, momentum: 0.9, clipGlobalNorm: 1 })]) {
      const [one, other] = [
        await engine.optimizer(optimizer, parameters),
        await engine.optimizer(optimizer, parameters),
      ];
      const slices = together(one, gradients);
      const apart = buffersOf(gradients);
      const clips = optimizer.name === "sgd";
      expect(submit((encoder) => one.encode(encoder, slices))).toBe(clips ? 3 : 1);
      // Beside the arena, the state and the tiles there is room for five.
      expect(submit((encoder) => other.encode(encoder, apart))).toBe(clips ? 5 : 2);
      // However they lie, the steps are the same ones.
      submit((encoder) => {
        one.encode(encoder, apart);
        other.encode(encoder, slices);
      });
      const [a, b] = [await one.read(), await other.read()];
      expect(a).toEqual(b);
      expectClose(a.parameters, reference(optimizer, parameters, [gradients, gradients]).parameters);
      one.destroy();
      other.destroy();
    }
  });

  it("in buffers of their own are moved there, three to a dispatch", async () => {
    const [parameters, gradients] = [drawn(seven, 3), drawn(seven, 4)];
    const tensors = Object.fromEntries(
      Object.entries(parameters).map(([name, values]) => [name, onGpu(device, values)]),
    );
    const own = await engine.optimizer(adamW(), tensors);
    expect(own.parameters.a?.buffer).toBe(tensors.a?.buffer);
    expect(submit((encoder) => own.encode(encoder, buffersOf(gradients)))).toBe(3);
    const wanted = reference(adamW(), parameters, [gradients]).parameters;
    const found = Object.entries(tensors).map(async ([name, { data }]) => [
      name,
      await floatsOf(device, data),
    ]);
    expectClose(Object.fromEntries(await Promise.all(found)), wanted);
    own.destroy();
    expect(await floatsOf(device, (tensors.c as { data: GPUBuffer }).data)).toHaveLength(1);
  });

  it("inside larger buffers leave alone what is around them", async () => {
    const all = new Float32Array(210).fill(7);
    const buffer = bufferOf(device, all);
    const at = (offset: number, length: number) => tensor(buffer, [length], { offset });
    const own = await engine.optimizer(sgd({ learningRate: 1 }), { b: at(512, 3), a: at(256, 6), c: [1] });
    const gradients = {
      a: new Float32Array(6).fill(1),
      b: new Float32Array(3).fill(2),
      c: Float32Array.of(3),
    };
    submit((encoder) => own.encode(encoder, buffersOf(gradients)));
    all.fill(6, 64, 70).fill(5, 128, 131);
    expect(await floatsOf(device, buffer)).toEqual([...all]);
    expect((await own.read()).parameters).toEqual({
      b: new Float32Array(3).fill(5),
      a: new Float32Array(6).fill(6),
      c: Float32Array.of(-2),
    });
    own.destroy();
  });

  it("larger than a binding are moved in pieces", async () => {
    const narrow = await narrowDevice(4096);
    const short = await createEngine({ device: narrow });
    const [parameters, gradients] = [drawn({ w: 3000 }, 20), drawn({ w: 3000 }, 21)];
    const optimizer = adam({ clipGlobalNorm: 1 });
    const own = await short.optimizer(optimizer, parameters);
    const encoder = narrow.createCommandEncoder();
    const given = Object.entries(gradients).map(([name, values]) => [name, bufferOf(narrow, values)]);
    for (let i = 0; i < 2; i++) own.encode(encoder, Object.fromEntries(given));
    narrow.queue.submit([encoder.finish()]);
    expectClose(
      (await own.read()).parameters,
      reference(optimizer, parameters, [gradients, gradients]).parameters,
    );
    short.destroy();
    narrow.destroy();
  });

  it("cost no buffer, no bind group and no shader after the first step", async () => {
    const own = await engine.optimizer(adam({ clipGlobalNorm: 1 }), drawn(sizes, 1));
    const gradients = buffersOf(drawn(sizes, 2));
    submit((encoder) => own.encode(encoder, gradients));
    seen.reset();
    submit((encoder) => {
      for (let i = 0; i < 10; i++) own.encode(encoder, gradients);
    });
    expect(seen.calls).toEqual({ createCommandEncoder: 1 });
    own.destroy();
  });

  it("of a compiled loss follow it in one command buffer, the loss curve staying on the GPU", async () => {
    const inputs = [[1], [2], [3]];
    const targets = [5, 7, 9];
    const compiled = await engine.compile(
      linear(mse()),
      { inputs: [3, 1], weightMatrix: [1, 1], bias: [1], targets: [3] },
      { gradients: ["weightMatrix", "bias"] },
    );
    const own = await engine.optimizer(adam({ learningRate: 0.2 }), { weightMatrix: [[0]], bias: [0] });
    const data = { inputs: onGpu(device, inputs.flat(), [3, 1]), targets: onGpu(device, targets) };
    const curve = bufferOf(device, new Float32Array(150));
    submit((encoder) => {
      for (let i = 0; i < 150; i++) {
        compiled.encode(encoder, { ...data, ...own.parameters });
        own.encode(encoder, compiled.gradients);
        encoder.copyBufferToBuffer(compiled.loss, 0, curve, 4 * i, 4);
      }
    });
    const losses = await floatsOf(device, curve);
    expect(losses[0]).toBeCloseTo((25 + 49 + 81) / 3, 3);
    expect(losses.at(-1)).toBeLessThan(0.02);
    const { parameters } = await own.read();
    expect(parameters.weightMatrix[0]).toBeCloseTo(2, 0);
    compiled.destroy();
    own.destroy();
  });
});

describe("state", () => {
  it.each([
    sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }),
    adam(),
    adamW({ clipGlobalNorm: 0.5 }),
  ])("of $name, read and given back, goes on with the same bits", async (optimizer) => {
    const parameters = drawn(sizes, 7);
    const gradients = Array.from({ length: 10 }, (_, i) => buffersOf(drawn(sizes, 8 + i)));
    const run = async (own: CompiledOptimizer, steps: typeof gradients) => {
      submit((encoder) => {
        for (const gradient of steps) own.encode(encoder, gradient);
      });
      const read = await own.read();
      own.destroy();
      return read;
    };
    const straight = await run(await engine.optimizer(optimizer, parameters), gradients);
    const half = await run(await engine.optimizer(optimizer, parameters), gradients.slice(0, 5));
    const rest = await run(
      await engine.optimizer(optimizer, half.parameters, { state: structuredClone(half.state) }),
      gradients.slice(5),
    );
    expect(rest).toEqual(straight);
    // And again from the start: the same bits.
    expect(await run(await engine.optimizer(optimizer, parameters), gradients)).toEqual(straight);
  });

  it("is what the reference takes, and the other way round", async () => {
    const own = await engine.optimizer(adam(), { w: [1, 2, 3] });
    const gradients = { w: bufferOf(device, Float32Array.of(1, 2, 3)) };
    submit((encoder) => own.encode(encoder, gradients));
    const { parameters, state } = await own.read();
    const next = step(adam(), { parameters, gradients: { w: [1, 2, 3] }, state });
    const again = await engine.optimizer(adam(), parameters, { state: next.state });
    expect((await again.read()).state.step).toBe(2);
    submit((encoder) => own.encode(encoder, gradients));
    expectClose((await own.read()).parameters, next.parameters);
    own.destroy();
    again.destroy();
  });

  it("of another optimiser or other parameters is refused", async () => {
    const state = { optimizer: "adam", step: 1, slots: { mean: { w: [1] }, variance: { w: [1] } } };
    const make = (optimizer: Optimizer, parameters: Record<string, number[]>) =>
      engine.optimizer(optimizer, parameters, { state });
    expect((await rejection(InvalidInputError, make(adamW(), { w: [1] }))).message).toContain(
      'state is of "adam"',
    );
    expect((await rejection(InvalidInputError, make(adam(), { v: [1] }))).message).toContain('no tensor "w"');
    expect((await rejection(ShapeError, make(adam(), { w: [1, 2] }))).message).toContain(
      "mean.w has 1 numbers and the parameter 2",
    );
  });
});
