/** Losses of images and features beyond their numbers: refusals, little memory, compiled steps. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { perceptual } from "../../src/combine/perceptual.js";
import { weightedSum } from "../../src/combine/weightedSum.js";
import { definitionOf, type Loss } from "../../src/definition.js";
import { createEngine, type Engine } from "../../src/engine/engine.js";
import { InvalidInputError, ShapeError } from "../../src/errors.js";
import { gram } from "../../src/losses/gram.js";
import { mae } from "../../src/losses/mae.js";
import { ssim } from "../../src/losses/ssim.js";
import { totalVariation } from "../../src/losses/totalVariation.js";
import { compute } from "../../src/reference/compute.js";
import { tensor } from "../../src/tensor.js";
import { normals, uniforms } from "../cases/scenes.js";
import { narrowDevice, newDevice, onGpu } from "./desk.js";
import { compare } from "./tolerance.js";

let device: GPUDevice;
let engine: Engine;
let tight: Engine;
beforeAll(async () => {
  device = await newDevice();
  engine = await createEngine({ device });
  tight = await createEngine({ device, memoryLimit: 300_000 });
});
afterAll(() => {
  engine.destroy();
  tight.destroy();
  device.destroy();
});

type Inputs = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly values: ArrayLike<number> }>
>;

const asTensors = (inputs: Inputs) =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, { shape, values }]) => [
      name,
      tensor(Float32Array.from(values), shape),
    ]),
  );

/** Inputs of every loss here, `n` images. */
function all(n: number): readonly (readonly [Loss, Inputs])[] {
  const pair = { predictions: uniforms([n, 2, 12, 12], 1), targets: uniforms([n, 2, 12, 12], 2) };
  const layers = {
    "predictions.a": normals([n, 3, 6, 6], 3),
    "predictions.b": normals([n, 5, 3, 3], 4),
    "targets.a": normals([n, 3, 6, 6], 5),
    "targets.b": normals([n, 5, 3, 3], 6),
  };
  return [
    [ssim(), pair],
    [gram(), pair],
    [totalVariation(), { predictions: pair.predictions }],
    [perceptual({ layers: { a: 1, b: 3 } }), layers],
  ];
}

describe("images in several pieces are the images in one", () => {
  it.each(all(90).map(([loss, inputs]) => [loss.name, loss, inputs] as const))(
    "%s",
    async (_, loss, inputs) => {
      let pieces = 0;
      const weights = tensor(
        Float32Array.from({ length: 90 }, (_weight, i) => (i % 5) / 2),
        [90],
      );
      const given = { ...asTensors(inputs), weights };
      const options = { reduction: "weightedMean" } as const;
      const found = await tight.evaluate(loss, given as never, { ...options, onProgress: () => pieces++ });
      const wanted = compute(loss, given as never, options, true);
      expect(pieces).toBeGreaterThan(2);
      expect(compare([found.loss as number], [wanted.loss as number]).ok).toBe(true);
      for (const [name, gradient] of Object.entries(wanted.gradients)) {
        const own = (found.gradients as Readonly<Record<string, Float32Array>>)[name] ?? [];
        expect(compare(own, gradient), `${name}`).toMatchObject({ ok: true });
      }
    },
  );

  it("and ssim says how much scratch it needs", () => {
    const { plans, extraBytes } = engine.explain(ssim(), {
      predictions: [4, 3, 64, 64],
      targets: [4, 3, 64, 64],
    });
    const pixels = 4 * 3 * 64 * 64;
    expect(extraBytes).toBeGreaterThanOrEqual(32 * pixels);
    expect(extraBytes).toBeLessThan(33 * pixels);
    expect(plans).toHaveLength(1);
  });
});

describe("a compiled step", () => {
  it("of ssim takes another sigma, range and window", async () => {
    const shape = [2, 1, 14, 13];
    const [p, t] = [uniforms(shape, 7), uniforms(shape, 8)];
    const step = await engine.compile(ssim(), { predictions: shape, targets: shape }, { accumulate: true });
    const inputs = {
      predictions: onGpu(device, Float32Array.from(p.values), shape),
      targets: onGpu(device, Float32Array.from(t.values), shape),
    };
    const params: Record<string, number>[] = [
      {},
      { sigma: 0.7 },
      { dataRange: 3 },
      { windowSize: 5, sigma: 1 },
      { windowSize: 12 },
    ];
    const encoder = device.createCommandEncoder();
    for (const one of params) step.encode(encoder, inputs, { params: one });
    device.queue.submit([encoder.finish()]);
    const found = await step.read({ gradients: true });
    const wanted = params.map((one) =>
      compute(
        ssim(one),
        { predictions: tensor(p.values, shape), targets: tensor(t.values, shape) },
        {},
        true,
      ),
    );
    const sum = wanted.reduce((total, { loss }) => total + (loss as number), 0);
    expect(compare([found.loss as number], [sum]).ok).toBe(true);
    const gradient = Float64Array.from(p.values, (_, i) =>
      wanted.reduce((total, { gradients }) => total + (gradients.predictions?.[i] ?? 0), 0),
    );
    const size = 5 * Math.max(...gradient.map(Math.abs));
    expect(compare(found.gradients?.predictions as Float32Array, gradient, { size }).ok).toBe(true);
    expect(() => step.encode(device.createCommandEncoder(), inputs, { params: { windowSize: 14 } })).toThrow(
      ShapeError,
    );
    step.destroy();
    inputs.predictions.destroy();
    inputs.targets.destroy();
  });

  it("of perceptual has the gradient of every layer, in its dtype", async () => {
    const [, [, inputs]] = [0, all(3)[3] as readonly [Loss, Inputs]];
    const loss = perceptual({ layers: { a: 1, b: 3 }, normalize: true });
    const shapes = Object.fromEntries(
      Object.entries(inputs).map(
        ([name, { shape }]) => [name, { shape, dtype: name === "predictions.b" ? "f16" : "f32" }] as const,
      ),
    );
    const step = await engine.compile(loss, shapes, { reduction: "sum" });
    const given = Object.fromEntries(
      Object.entries(inputs).map(([name, { shape, values }]) => [
        name,
        onGpu(device, Float32Array.from(values), shape, { dtype: name === "predictions.b" ? "f16" : "f32" }),
      ]),
    );
    const encoder = device.createCommandEncoder();
    step.encode(encoder, given);
    device.queue.submit([encoder.finish()]);
    const found = await step.read({ gradients: true });
    const half = tensor(Float32Array.from(inputs["predictions.b"]?.values ?? []), [3, 5, 3, 3], {
      dtype: "f16",
    });
    const wanted = compute(
      loss,
      { ...asTensors(inputs), "predictions.b": half } as never,
      { reduction: "sum" },
      true,
    );
    expect(compare([found.loss as number], [wanted.loss as number]).ok).toBe(true);
    expect(Object.keys(step.gradients)).toEqual(["predictions.a", "predictions.b"]);
    for (const [name, dtype] of [
      ["predictions.a", "f32"],
      ["predictions.b", "f16"],
    ] as const) {
      expect(
        compare(found.gradients?.[name] as Float32Array, wanted.gradients[name] as Float64Array, { dtype })
          .ok,
        name,
      ).toBe(true);
    }
    step.destroy();
    for (const one of Object.values(given)) one.destroy();
  });
});

describe("a sum of losses of images", () => {
  it("adds their gradients", async () => {
    const [ssimInputs, features] = [all(2)[0]?.[1], all(2)[3]?.[1]] as [Inputs, Inputs];
    const loss = weightedSum([
      { loss: ssim(), weight: 0.85 },
      { loss: mae(), weight: 0.15 },
      { loss: totalVariation(), weight: 1e-3, inputs: { predictions: "predictions" } },
      { loss: perceptual({ layers: { a: 1, b: 3 } }), weight: 0.1 },
    ]);
    const given = asTensors({ ...ssimInputs, ...features });
    const found = await engine.evaluate(loss, given as never);
    const wanted = compute(loss, given as never, {}, true);
    expect(compare([found.loss as number], [wanted.loss as number]).ok).toBe(true);
    expect(Object.keys(found.gradients)).toEqual(Object.keys(wanted.gradients));
    for (const [name, gradient] of Object.entries(wanted.gradients)) {
      const own = (found.gradients as Readonly<Record<string, Float32Array>>)[name] ?? [];
      expect(compare(own, gradient), name).toMatchObject({ ok: true });
    }
  });
});

describe("no images", () => {
  it.each(all(0).map(([loss, inputs]) => [loss.name, loss, inputs] as const))(
    "compiled, %s of them is 0",
    async (_, loss, inputs) => {
      const shapes = Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape]));
      const step = await engine.compile(loss, shapes);
      const encoder = device.createCommandEncoder();
      const buffers = Object.keys(inputs).map((name) => [name, onGpu(device, [0])] as const);
      step.encode(encoder, Object.fromEntries(buffers.map(([name, { data }]) => [name, data])));
      device.queue.submit([encoder.finish()]);
      expect(await step.read()).toMatchObject({ loss: 0, count: 0 });
      step.destroy();
      for (const [, buffer] of buffers) buffer.destroy();
    },
  );
});

describe("what does not fit is refused", () => {
  const square = (n: number) => tensor(new Float32Array(2 * n * n), [2, 1, n, n]);
  const features = (shape: readonly number[]) =>
    tensor(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape);
  const loss = perceptual({ layers: { relu1: 1, relu2: 2 } });
  const fits = {
    "predictions.relu1": features([2, 3, 4, 4]),
    "predictions.relu2": features([2, 5, 2, 2]),
    "targets.relu1": features([2, 3, 4, 4]),
    "targets.relu2": features([2, 5, 2, 2]),
  };

  it.each([
    [
      "images smaller than the window",
      () => engine.evaluate(ssim(), { predictions: square(10), targets: square(10) }),
      ShapeError,
      "ssim: predictions has shape [2, 1, 10, 10], 10 by 10 pixels, and windowSize is 11; give images of at least 11 by 11, or a smaller windowSize.",
    ],
    [
      "images of unlike shapes",
      () => engine.evaluate(gram(), { predictions: square(3), targets: square(4) }),
      ShapeError,
      "gram: predictions has shape [2, 1, 3, 3] and targets [2, 1, 4, 4]; give both the same shape.",
    ],
    [
      "what is no image",
      () => engine.evaluate(totalVariation(), { predictions: new Float32Array(4) }),
      ShapeError,
      "totalVariation: predictions has shape [4]; images were wanted, [N, C, H, W].",
    ],
    [
      "layers with unlike numbers of images",
      () =>
        engine.evaluate(loss, {
          ...fits,
          "predictions.relu2": features([3, 5, 2, 2]),
          "targets.relu2": features([3, 5, 2, 2]),
        }),
      ShapeError,
      "perceptual: predictions.relu1 has shape [2, 3, 4, 4] and predictions.relu2 [3, 5, 2, 2]; every layer must have the same number of images, its first axis.",
    ],
    [
      "a misspelt layer",
      () =>
        engine.evaluate(loss, {
          ...fits,
          "predictions.relu2": undefined,
          "predictions.rlu2": fits["predictions.relu2"],
        } as never),
      InvalidInputError,
      'perceptual: there is no input "predictions.rlu2"; it takes predictions.relu1, predictions.relu2, targets.relu1, targets.relu2, weights (did you mean "predictions.relu2"?).',
    ],
    [
      "a missing layer",
      () => engine.evaluate(loss, { ...fits, "targets.relu2": undefined } as never),
      InvalidInputError,
      'perceptual: input "targets.relu2" is missing; it takes predictions.relu1, predictions.relu2, targets.relu1, targets.relu2, weights, and got predictions.relu1, predictions.relu2, targets.relu1.',
    ],
    [
      "a feature that is not a number",
      () => {
        const spoiled = new Float32Array(40);
        spoiled[23] = Number.NaN;
        return engine.evaluate(loss, { ...fits, "targets.relu2": tensor(spoiled, [2, 5, 2, 2]) });
      },
      InvalidInputError,
      "perceptual: targets.relu2[23] is NaN; it must be finite. Correct the data, or pass checkInputs: false to let such items be NaN.",
    ],
  ] as const)("%s", async (_, run, kind, message) => {
    const error = await (run() as Promise<unknown>).then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error).toBeInstanceOf(kind);
    expect(error?.message).toBe(message);
  });

  it.each([
    ["no layers", {}, /^perceptual: layers is undefined; it must be an object of layers and their weights/],
    ["an empty set of layers", { layers: {} }, /^perceptual: layers is \{\}; it must be/],
    ["a weight below 0", { layers: { a: -1 } }, /^perceptual: layers is \{"a":-1\}; it must be .* ≥ 0/],
    [
      "another distance",
      { layers: { a: 1 }, distance: "cosine" },
      /^perceptual: distance is "cosine"; it must be one of "mse", "mae"\.$/,
    ],
    [
      "a misspelt option",
      { layers: { a: 1 }, normalise: true },
      /^perceptual: there is no parameter "normalise"; .*did you mean "normalize"\?\)\.$/,
    ],
    [
      "sizes of directions",
      { layers: { a: 1 }, distance: "mae", normalize: true },
      /^perceptual: distance is "mae" and normalize is true, which compares directions by their squares, as LPIPS does; leave one of the two out\.$/,
    ],
  ] as const)("%s", (_, options, message) => {
    expect(() => perceptual(options as never)).toThrow(InvalidInputError);
    expect(() => perceptual(options as never)).toThrow(message);
  });

  it("a batch whose scratch no binding takes", async () => {
    const narrow = await createEngine({ device: await narrowDevice(2 ** 16) });
    const shape = [4, 1, 40, 40];
    await expect(narrow.compile(ssim(), { predictions: shape, targets: shape })).rejects.toThrow(
      "ssim: moments takes 102400 bytes and one binding of this device 65536; give fewer or smaller items at a time, or use a device with larger bindings.",
    );
    // In evaluate it is cut.
    const pair = { predictions: uniforms(shape, 9), targets: uniforms(shape, 10) };
    const { loss } = await narrow.evaluate(ssim(), asTensors(pair) as never, { gradients: false });
    const wanted = compute(ssim(), asTensors(pair) as never, {}, true);
    expect(compare([loss], [wanted.loss as number]).ok).toBe(true);
    narrow.device.destroy();
  });

  it.each([{ windowSize: 0 }, { windowSize: 2.5 }, { windowSize: 2000 }, { sigma: 0 }, { dataRange: -1 }])(
    "ssim(%o)",
    (params) => expect(() => ssim(params)).toThrow(InvalidInputError),
  );

  it("and a frozen descriptor keeps its layers", () => {
    const layers = { relu1: 1 };
    const made = perceptual({ layers });
    layers.relu1 = 7;
    expect(made.params.layers).toEqual({ relu1: 1 });
    expect(Object.isFrozen(made.params.layers)).toBe(true);
    expect(Object.keys(made[definitionOf]?.inputs ?? {})).toEqual(["predictions.relu1", "targets.relu1"]);
  });
});
