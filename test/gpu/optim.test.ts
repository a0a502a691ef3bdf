/** Optimisers on the GPU: 200 steps against the reference, where parameters and gradients may lie, state, clipping. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  adam,
  adamW,
  type CompiledOptimizer,
  createEngine,
  type Engine,
  huber,
  InvalidInputError,
  linear,
  mse,
  type Optimizer,
  type OptimizerState,
  ShapeError,
  sgd,
  tensor,
  UnsupportedError,
} from "../../src/index.js";
import { step } from "../../src/reference/index.js";
import { compare } from "../../src/reference/tolerance.js";
import { optimizers } from "../cases/optimizers.js";
import { normal, randomFrom } from "../cases/random.js";
import { caught } from "../reference/caught.js";
import {
  bufferOf,
  bytesOf,
  floatsOf,
  narrowDevice,
  newDevice,
  onGpu,
  rejection,
  usage,
  type Watch,
  watch,
} from "./desk.js";

let device: GPUDevice;
let seen: Watch;
let engine: Engine;

beforeAll(async () => {
  device = await newDevice();
  seen = watch(device);
  engine = await createEngine({ device });
});
afterAll(() => {
  engine.destroy();
  device.destroy();
});

type Numbers = Readonly<Record<string, Float32Array<ArrayBuffer>>>;

const sizes = { one: 1, three: 3, five: 5, many: 257 };
const seven = { a: 4, b: 64, c: 1, d: 100, e: 3, f: 65, g: 12 };

function drawn(sizes: Readonly<Record<string, number>>, seed: number, scale = 1): Numbers {
  const random = randomFrom(seed);
  return Object.fromEntries(
    Object.entries(sizes).map(([name, length]) => [
      name,
      Float32Array.from({ length }, () => scale * normal(random)),
    ]),
  );
}

const buffersOf = (numbers: Numbers) =>
  Object.fromEntries(Object.entries(numbers).map(([name, values]) => [name, bufferOf(device, values)]));

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

/** Encodes in one submit; answers how many dispatches that were. */
function submit(encode: (encoder: GPUCommandEncoder) => void): number {
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
function reference(
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
function expectClose(
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
    const [parameters, gradients] = [drawn({ w: 3001, b: 70 }, 20), drawn({ w: 3001, b: 70 }, 21)];
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
    expect(await clipped({ a: [0.25], b: [-0.5, 2 ** -20] }, 1)).toEqual([0.25, -0.5, 2 ** -20]);
  });

  it("of a NaN makes all NaN; of an infinity 0, and that one NaN", async () => {
    expect(await clipped({ a: [1, Number.NaN], b: [2] }, 1)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect((await clipped({ a: [1, Number.NEGATIVE_INFINITY], b: [2] }, 1)).map(Math.abs)).toEqual([
      0,
      Number.NaN,
      0,
    ]);
  });
});

describe("errors", () => {
  it("of what is no parameter", async () => {
    const refused = async (type: new (...args: never[]) => Error, given: unknown, message: string) =>
      expect((await rejection(type, engine.optimizer(adam(), given as never))).message).toContain(message);
    await refused(InvalidInputError, {}, "adam: the parameters are {}; give at least one");
    await refused(InvalidInputError, { w: "1" }, "adam: w is string");
    await refused(ShapeError, { w: bufferOf(device, new Float32Array(4)) }, "w is a bare GPUBuffer");
    await refused(UnsupportedError, { w: tensor([1, 2], [2], { dtype: "f16" }) }, "w is stored as f16");
    const buffer = bufferOf(device, new Float32Array(200));
    await refused(
      InvalidInputError,
      { a: tensor(buffer, [100]), b: tensor(buffer, [4], { offset: 256 }) },
      "a and b overlap",
    );
    await refused(InvalidInputError, { a: tensor(buffer, [1], { offset: 4 }) }, "a begins at byte 4");
    const narrow = bufferOf(device, new Float32Array(4), { flags: usage.copyDst });
    await refused(InvalidInputError, { a: tensor(narrow, [4]) }, "without STORAGE");
    const options = { sate: {} } as never;
    expect(
      (await rejection(InvalidInputError, engine.optimizer(adam(), { w: [1] }, options))).message,
    ).toContain('did you mean "state"');
    expect(
      (await rejection(InvalidInputError, engine.optimizer(huber() as never, { w: [1] }))).message,
    ).toContain("optimizer is the loss huber");
  });

  it("of what is no gradient", async () => {
    const own = await engine.optimizer(adam(), { a: [1, 2], b: [[3], [4]] });
    const encoder = device.createCommandEncoder();
    const fine = bufferOf(device, new Float32Array(2));
    const refused = (type: new (...args: never[]) => Error, given: unknown, message: string) =>
      expect(caught(type, () => own.encode(encoder, given as never)).message).toContain(message);
    refused(InvalidInputError, { a: fine }, 'adam: gradient "b" is missing');
    refused(
      InvalidInputError,
      { a: fine, b: fine, bb: fine },
      'adam: there is no gradient "bb"; there are a, b',
    );
    refused(InvalidInputError, { a: fine, b: new Float32Array(2) }, "encode takes GPU buffers");
    refused(ShapeError, { a: fine, b: bufferOf(device, new Float32Array(1)) }, "the buffer of b has 4 bytes");
    refused(ShapeError, { a: fine, b: tensor(fine, [2]) }, "b has shape [2] and its parameter has [2, 1]");
    refused(
      InvalidInputError,
      { a: tensor(fine, [2], { dtype: "f16" }), b: fine },
      "a has dtype f16 and its parameter has f32",
    );
    refused(InvalidInputError, { a: own.parameters.a, b: fine }, "a lies in a buffer of parameters");
    own.destroy();
  });

  it("of the device are told by read", async () => {
    const own = await engine.optimizer(sgd({ learningRate: 1 }), { w: [1] });
    const other = await newDevice();
    const encoder = device.createCommandEncoder();
    own.encode(encoder, { w: bufferOf(other, new Float32Array(1)) });
    expect((await rejection(InvalidInputError, own.read())).message).toContain(
      "sgd: the device refused an encode",
    );
    other.destroy();
    own.destroy();
  });

  it("after destroy: of the optimiser, and of the engine", async () => {
    const short = await createEngine({ device });
    const given = onGpu(device, [1]);
    const [own, other] = [
      await short.optimizer(adam(), { w: [1] }),
      await short.optimizer(adam(), { w: given }),
    ];
    seen.live.clear();
    own.destroy();
    own[Symbol.dispose]();
    expect((await rejection(UnsupportedError, own.read())).message).toContain(
      "adam: this optimiser was destroyed",
    );
    expect(() => own.encode(device.createCommandEncoder(), { w: given })).toThrow(UnsupportedError);
    short.destroy();
    await rejection(UnsupportedError, other.read());
    await rejection(UnsupportedError, short.optimizer(adam(), { w: [1] }));
    expect(await floatsOf(device, given.data)).toEqual([1]);
  });
});
