/** linear(loss) where one batch is not enough: chunks that begin anywhere, steps, memory, faults, and a fit. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Definition, Loss } from "../../src/definition.js";
import { definitionOf } from "../../src/definition.js";
import { createEngine, type Engine } from "../../src/engine/engine.js";
import {
  binaryCrossEntropyWithLogits,
  huber,
  klDivergence,
  linear,
  mse,
  nonSaturatingGan,
  rmse,
  softmaxCrossEntropy,
  tensor,
  totalVariation,
} from "../../src/index.js";
import { compute } from "../../src/reference/compute.js";
import { verify } from "../../src/reference/verify.js";
import { integers, normals, spoiled, uniforms } from "../cases/scenes.js";
import { type Answer, bitsOf } from "./harness.js";
import { compare } from "./tolerance.js";

let engine: Engine;

beforeAll(async () => {
  engine = await createEngine();
});

afterAll(() => engine.destroy());

/** The same loss on a device whose bindings are so small that a batch takes several chunks. */
function inChunks<L extends Loss>(loss: L, maxBindingSize: number): L {
  const definition = loss[definitionOf] as Definition;
  const copy = { ...loss };
  const plan: Definition["plan"] = (request) =>
    definition.plan({ ...request, device: { ...request.device, maxBindingSize } });
  Object.defineProperty(copy, definitionOf, { value: { ...definition, plan } });
  return copy;
}

const values = ({ shape, values }: { shape: readonly number[]; values: Float64Array | Int32Array }) =>
  values instanceof Int32Array ? tensor(values, shape) : tensor(values, shape, { dtype: "f32" });

/** What is wrong with an answer, tensor by tensor. */
function faultsOf(found: Answer, wanted: ReturnType<typeof compute>): string[] {
  const list = (value: number | ArrayLike<number>) => (typeof value === "number" ? [value] : value);
  const lines = [
    { name: "loss", own: list(found.loss), right: list(wanted.loss), size: wanted.sizes.loss },
    ...Object.entries(wanted.gradients).map(([name, right]) => ({
      name,
      own: found.gradients[name] ?? [],
      right,
      size: wanted.sizes.gradients[name] as number,
    })),
    ...Object.entries(wanted.outputs).map(([name, right]) => ({
      name,
      own: found.outputs?.[name] ?? [],
      right,
      size: 10,
    })),
  ];
  return [
    ...(found.count === wanted.count ? [] : [`count is ${found.count} for ${wanted.count}`]),
    ...lines.flatMap(({ name, own, right, size }) => {
      const { ok, worst } = compare(own, right, { size });
      return ok ? [] : [`${name}[${worst}] is ${own[worst]} for ${right[worst]}`];
    }),
  ];
}

async function agree(
  loss: Loss,
  inputs: Record<string, unknown>,
  options = {},
  chunk = 0,
): Promise<string[]> {
  const run = async () =>
    (await engine.evaluate(
      chunk ? inChunks(loss, chunk) : loss,
      inputs as never,
      options,
    )) as unknown as Answer;
  const found = await run();
  const again = bitsOf(found) === bitsOf(await run()) ? [] : ["the second run gave other bits"];
  return [...again, ...faultsOf(found, compute(loss, inputs as never, options, true))];
}

describe("chunks that begin anywhere", () => {
  const rows = 40;
  const weights = tensor(uniforms([rows], 3).values, [rows], { dtype: "bf16" });
  const upstream = values(normals([rows], 4));

  it.each([
    [33, "mean", false],
    [32, "none", true],
  ] as const)("rows of %i classes, %s", async (classes, reduction, outputs) => {
    const inputs = {
      inputs: values(normals([rows, 3], 1)),
      weightMatrix: values(normals([3, classes], 2)),
      bias: values(normals([classes], 5)),
      labels: values(spoiled(integers([rows], 6, classes), { 11: -100 })),
      weights,
    };
    const options = {
      reduction,
      ...(reduction === "none" ? { gradientScale: upstream } : {}),
      ...(outputs ? { outputs: ["logSumExp", "correct"] } : {}),
    };
    // 13 rows at most: four chunks of 10.
    expect(await agree(linear(softmaxCrossEntropy()), inputs, options, 4 * classes * 13)).toEqual([]);
  });

  it("soft targets in 16 bits, none", async () => {
    const inputs = {
      inputs: values(normals([rows, 4], 1)),
      weightMatrix: values(normals([17, 4], 2)),
      targets: tensor(uniforms([rows, 17], 7).values, [rows, 17], { dtype: "f16" }),
    };
    const loss = linear(softmaxCrossEntropy(), { transposed: true });
    expect(await agree(loss, inputs, { reduction: "none" }, 700)).toEqual([]);
  });

  it.each([5, 4])("elements, %i columns", async (columns) => {
    const inputs = {
      inputs: values(normals([rows, 6], 1)),
      weightMatrix: values(normals([6, columns], 2)),
      bias: values(normals([columns], 5)),
      targets: tensor(uniforms([rows, columns], 8).values, [rows, columns], { dtype: "f16" }),
      weights,
    };
    const posWeight = [1, 2, 0.5, 3, 1.5].slice(0, columns);
    const loss = linear(binaryCrossEntropyWithLogits({ posWeight }));
    const options = { reduction: "none", gradientScale: values(normals([rows, columns], 9)) };
    expect(await agree(loss, inputs, options, 1024)).toEqual([]);
    expect(await agree(loss, inputs, { reduction: "weightedMean" }, 1024)).toEqual([]);
  });

  it("a root takes two sweeps", async () => {
    const inputs = {
      inputs: values(normals([rows, 6], 1)),
      weightMatrix: values(normals([6, 5], 2)),
      targets: values(normals([rows, 5], 3)),
    };
    expect(await agree(linear(rmse()), inputs, {}, 1024)).toEqual([]);
  });
});

describe("a million steps and more, in larger tiles", () => {
  it.each([
    [65, 130, 130],
    [64, 128, 132],
  ] as const)("%i rows, %i features, %i columns", async (rows, features, columns) => {
    const inputs = {
      // What an ignored row holds is not read for its value.
      inputs: values(spoiled(normals([rows, features], 41), { [features + 2]: Number.NaN })),
      weightMatrix: values(normals([features, columns], 42, 0.2)),
      bias: values(normals([columns], 43)),
      labels: values(spoiled(integers([rows], 44, columns), { 1: -100 })),
    };
    expect(await agree(linear(softmaxCrossEntropy()), inputs)).toEqual([]);
  });
});

describe("numbers that cannot be used", () => {
  const inputs = {
    inputs: normals([6, 3], 1),
    weightMatrix: normals([3, 4], 2),
    labels: spoiled(integers([6], 3, 4), { 2: -100 }),
  };
  const given = (changes: Record<string, ReturnType<typeof normals>>) =>
    Object.fromEntries(
      Object.entries({ ...inputs, ...changes }).map(([name, input]) => [name, values(input)]),
    );
  const evaluate = (changes: Record<string, ReturnType<typeof normals>>, options = {}) =>
    engine.evaluate(linear(softmaxCrossEntropy()), given(changes) as never, options);

  it("are named where they are", async () => {
    const broken = { inputs: spoiled(inputs.inputs, { 7: Number.NaN, 13: Number.NaN }) };
    // Element 7 is of row 2, which is ignored.
    await expect(evaluate(broken)).rejects.toMatchObject({ input: "inputs", index: 13 });
    await expect(
      evaluate({ weightMatrix: spoiled(inputs.weightMatrix, { 5: Number.POSITIVE_INFINITY }) }),
    ).rejects.toMatchObject({ input: "weightMatrix", index: 5, value: Number.POSITIVE_INFINITY });
    await expect(evaluate({ labels: spoiled(inputs.labels, { 4: 9 }) })).rejects.toMatchObject({
      input: "labels",
      index: 4,
    });
  });

  it("leave what ignored rows give at exactly nothing", async () => {
    const broken = { inputs: spoiled(inputs.inputs, { 7: Number.NaN, 8: Number.POSITIVE_INFINITY }) };
    const found = await evaluate(broken, { checkInputs: false });
    const clean = await evaluate({});
    expect(found.loss).toBe(clean.loss);
    expect(found.gradients).toEqual(clean.gradients);
    expect(Array.from(found.gradients.inputs as Float32Array).slice(6, 9)).toEqual([0, 0, 0]);
  });
});

describe("a compiled step", () => {
  const shapes = { inputs: [8, 3], weightMatrix: [3, 2], bias: [2], targets: [8, 2] };
  const host = {
    inputs: normals([8, 3], 1),
    weightMatrix: normals([3, 2], 2),
    bias: normals([2], 3),
    targets: normals([8, 2], 4, 3),
  };
  const upload = (numbers: ArrayLike<number>): GPUBuffer => {
    const buffer = engine.device.createBuffer({ size: 4 * numbers.length, usage: 0x8c });
    engine.device.queue.writeBuffer(buffer, 0, Float32Array.from(numbers));
    return buffer;
  };

  it("adds up, takes other parameters, and reads", async () => {
    const step = await engine.compile(linear(huber()), shapes, { accumulate: true });
    const buffers = Object.fromEntries(Object.entries(host).map(([name, one]) => [name, upload(one.values)]));
    const encoder = engine.device.createCommandEncoder();
    step.encode(encoder, buffers);
    step.encode(encoder, buffers, { params: { delta: 0.25 }, divisor: 4, gradientScale: 2 });
    engine.device.queue.submit([encoder.finish()]);
    const found = await step.read({ gradients: true });
    const inputs = Object.fromEntries(Object.entries(host).map(([name, one]) => [name, values(one)]));
    const [first, second] = [
      compute(linear(huber()), inputs, {}, true),
      compute(linear(huber({ delta: 0.25 })), inputs, { divisor: 4, gradientScale: 2 }, true),
    ];
    expect(found.count).toBe(32);
    expect(found.loss).toBeCloseTo((first.loss as number) + (second.loss as number), 5);
    for (const [name, own] of Object.entries(found.gradients ?? {})) {
      const wanted = (first.gradients[name] as Float64Array).map(
        (g, i) => g + (second.gradients[name]?.[i] ?? 0),
      );
      expect(compare(own, wanted, { size: 4 }).ok, name).toBe(true);
    }
    step.destroy();
  });

  it("has gradients in the storage of its inputs", async () => {
    const halves = (name: keyof typeof host) => tensor(host[name].values, shapes[name], { dtype: "f16" });
    const inputs = Object.fromEntries(Object.keys(host).map((name) => [name, halves(name as "bias")]));
    const step = await engine.compile(
      linear(mse()),
      Object.fromEntries(
        Object.entries(shapes).map(([name, shape]) => [name, { shape, dtype: "f16" as const }]),
      ),
    );
    const encoder = engine.device.createCommandEncoder();
    const bytes = ({ data }: { data: unknown }) => {
      const buffer = engine.device.createBuffer({ size: 64, usage: 0x8c });
      engine.device.queue.writeBuffer(buffer, 0, data as Uint16Array<ArrayBuffer>);
      return buffer;
    };
    step.encode(encoder, Object.fromEntries(Object.entries(inputs).map(([name, one]) => [name, bytes(one)])));
    engine.device.queue.submit([encoder.finish()]);
    const { gradients = {} } = await step.read({ gradients: true });
    const wanted = compute(linear(mse()), inputs, {}, true);
    for (const [name, right] of Object.entries(wanted.gradients))
      expect(compare(gradients[name] ?? [], right, { dtype: "f16" }).ok, name).toBe(true);
    expect((await verify(engine as never, linear(mse()), inputs)).ok).toBe(true);
    step.destroy();
  });

  /** 200 points of y = 2x + 1, ten of them far off: where mse and huber end up. */
  async function slopeBy(loss: Loss<string, string>): Promise<number> {
    const x = uniforms([200], 21).values.map((u) => 2 * u - 1);
    const noise = normals([200], 22, 0.05).values;
    const y = x.map((one, i) => 2 * one + 1 + (noise[i] as number) + (i < 10 ? -40 * one : 0));
    const step = await engine.compile(
      linear(loss),
      { inputs: [200, 1], weightMatrix: [1, 1], bias: [1], targets: [200] },
      { gradients: ["weightMatrix", "bias"] },
    );
    const [inputs, targets] = [upload(x), upload(y)];
    const model = { weightMatrix: 0, bias: 0 };
    const buffers = { weightMatrix: upload([0]), bias: upload([0]) };
    for (let epoch = 0; epoch < 120; epoch++) {
      for (const [name, buffer] of Object.entries(buffers))
        engine.device.queue.writeBuffer(buffer, 0, Float32Array.of(model[name as "bias"]));
      const encoder = engine.device.createCommandEncoder();
      step.encode(encoder, { inputs, targets, ...buffers });
      engine.device.queue.submit([encoder.finish()]);
      const { gradients } = await step.read({ gradients: true });
      for (const name of ["weightMatrix", "bias"] as const)
        model[name] -= 0.4 * (gradients?.[name]?.[0] ?? 0);
    }
    step.destroy();
    return model.weightMatrix;
  }

  it("fits a line: outliers pull the slope by mse, and not by huber", async () => {
    expect(Math.abs((await slopeBy(mse())) - 2)).toBeGreaterThan(1);
    expect(Math.abs((await slopeBy(huber({ delta: 0.2 }))) - 2)).toBeLessThan(0.15);
  });

  it("of 1,024 rows of 50,257 classes holds at most 32 MiB beside inputs and gradients", async () => {
    const { device } = engine;
    const create = device.createBuffer;
    let bytes = 0;
    device.createBuffer = (descriptor) => {
      if (!descriptor.label?.includes("gradient/")) bytes += descriptor.size;
      return create.call(device, descriptor);
    };
    try {
      const loss = linear(softmaxCrossEntropy());
      const sizes = { inputs: [1024, 256], weightMatrix: [256, 50257], bias: [50257], labels: [1024] };
      const step = await engine.compile(loss, sizes);
      step.destroy();
      const { extraBytes } = engine.explain(loss, sizes);
      expect(extraBytes).toBeLessThanOrEqual(32 * 2 ** 20);
    } finally {
      device.createBuffer = create;
    }
    expect(bytes).toBeGreaterThan(2 ** 20);
    expect(bytes).toBeLessThanOrEqual(32 * 2 ** 20);
  });
});

describe("what does not fit", () => {
  it.each([
    [() => linear(klDivergence()), /klDivergence is differentiable in logProbabilities and targets/],
    [() => linear(nonSaturatingGan.discriminator()), /is a sum of losses/],
    [() => linear(totalVariation()), /totalVariation is of family window/],
    [() => linear(softmaxCrossEntropy({ classAxis: 1 })), /classAxis 1/],
    [() => linear(mse(), { transpose: true } as never), /there is no parameter "transpose"/],
    [() => linear(mse as never), /loss is the function mse; call it/],
  ])("%#: a loss", (make, message) => {
    expect(make).toThrow(message);
  });

  const fits = { inputs: [4, 3], weightMatrix: [3, 2], bias: [2], targets: [4, 2] };
  it.each([
    [{ weightMatrix: [2, 3] }, /weightMatrix has shape \[2, 3\] and inputs \[4, 3\]; .*must be \[3, K\]/],
    [{ bias: [3] }, /bias has shape \[3\] .*must have shape \[2\]/],
    [{ targets: [4, 3] }, /inputs·weightMatrix has shape \[4, 2\] and targets \[4, 3\]/],
    [{ targets: [4] }, /inputs·weightMatrix has shape \[4, 2\] and targets \[4\]/],
    [{ inputs: [] }, /its last axis must be the features/],
    [{ predictions: [4, 2] }, /there is no input "predictions"/],
    [{ weightMatrix: undefined }, /input "weightMatrix" is missing/],
  ])("%#: a shape", async (changes, message) => {
    await expect(engine.compile(linear(mse()), { ...fits, ...changes } as never)).rejects.toThrow(message);
  });

  it("an option", async () => {
    await expect(engine.compile(linear(mse()), fits, { inPlace: ["inputs"] })).rejects.toThrow(/inPlace/);
    await expect(engine.compile(linear(mse()), fits, { gradients: ["targets"] })).rejects.toThrow(
      /there is no gradient of "targets"/,
    );
  });
});
