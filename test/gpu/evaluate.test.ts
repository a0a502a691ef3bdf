/** One call of the engine: where results come back, calls in several pieces, progress, abortion, and no leak. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  binaryCrossEntropyWithLogits,
  createEngine,
  type Engine,
  type EvaluateOptions,
  hingeGan,
  huber,
  InvalidInputError,
  type Loss,
  listMle,
  mae,
  mse,
  OutOfMemoryError,
  rmse,
  softmaxCrossEntropy,
  type Tensor,
  type TypedArray,
  tensor,
  UnsupportedError,
} from "../../src/index.js";
import { evaluate as reference } from "../../src/reference/evaluate.js";
import { compare } from "../../src/reference/tolerance.js";
import { isGPUBuffer, isTensor } from "../../src/tensor.js";
import { randomFrom } from "../reference/samples.js";
import {
  bufferOf,
  bytesOf,
  floatsOf,
  newDevice,
  onGpu,
  rejection,
  visible,
  type Watch,
  watch,
} from "./desk.js";

let device: GPUDevice;
let seen: Watch;
let engine: Engine;
/** Engines that hold so little that 60,000 items from memory, or on the GPU, take several pieces. */
let tight: Engine;
let tighter: Engine;

beforeAll(async () => {
  device = await newDevice();
  seen = watch(device);
  engine = await createEngine({ device });
  tight = await createEngine({ device, memoryLimit: 500_000 });
  tighter = await createEngine({ device, memoryLimit: 150_000 });
});
afterAll(() => {
  for (const each of [engine, tight, tighter]) each.destroy();
  device.destroy();
});

/** f32 numbers between −scale and scale, the same in every run. */
function numbers(length: number, seed = 1, scale = 3): Float32Array {
  const random = randomFrom(seed);
  return Float32Array.from({ length }, () => scale * (2 * random() - 1));
}

function integers(length: number, most: number, seed = 2): Int32Array {
  const random = randomFrom(seed);
  return Int32Array.from({ length }, () => Math.floor(random() * most));
}

type AnyResult = {
  loss: number | Float32Array;
  gradients: Readonly<Record<string, Float32Array | Tensor<GPUBuffer>>>;
  count: number;
  outputs: Readonly<Record<string, Float32Array>>;
};
type AnyInputs = Readonly<Record<string, Tensor | TypedArray | number | readonly number[] | undefined>>;

async function run(
  on: Engine,
  loss: Loss,
  inputs: AnyInputs,
  options: EvaluateOptions = {},
): Promise<AnyResult> {
  return (await on.evaluate(loss, inputs as never, options)) as unknown as AnyResult;
}

/** The numbers of a gradient, wherever it came back. */
async function valuesOf(gradient: Float32Array | Tensor<GPUBuffer>): Promise<number[]> {
  if (gradient instanceof Float32Array) return [...gradient];
  const bytes = await bytesOf(device, gradient.data, gradient.offset);
  const length = gradient.shape.reduce((a, b) => a * b, 1);
  if (gradient.dtype === "f32") return [...new Float32Array(bytes).subarray(0, length)];
  const bits = new Uint16Array(bytes).subarray(0, length);
  const twice = reference(
    mse(),
    { predictions: tensor(bits, [length], { dtype: gradient.dtype }), targets: 0 },
    { reduction: "sum", checkInputs: false },
  );
  return [...twice.gradients.predictions].map((slope) => slope / 2);
}

/** Runs on an engine and in the reference, on the same numbers. */
async function agrees(
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

/** Where a page is not isolated there is no shared memory. */
function shared(numbers: readonly number[]): Float32Array {
  if (typeof SharedArrayBuffer === "undefined") return Float32Array.from(numbers);
  const array = new Float32Array(new SharedArrayBuffer(4 * numbers.length));
  array.set(numbers);
  return array;
}

describe("gradients come back where inputs were", () => {
  const predictions = [0.5, 2, -1, 3];
  const slopes = [0.125, 0.25, -0.25, 0.25];

  it.each([
    ["plain numbers", predictions],
    ["float64", Float64Array.from(predictions)],
    ["float32", Float32Array.from(predictions)],
    ["memory that threads share", shared(predictions)],
    ["a tensor", tensor(predictions, [2, 2])],
    ["a 16-bit tensor", tensor(predictions, [2, 2], { dtype: "f16" })],
  ])("from %s: a flat Float32Array", async (_what, input) => {
    const shape = isTensor(input) ? input.shape : [4];
    const { gradients } = await engine.evaluate(huber(), {
      predictions: input,
      targets: tensor(new Float32Array(4), shape),
    });
    expect(gradients.predictions).toEqual(Float32Array.from(slopes));
    expect(gradients.targets).toEqual(Float32Array.from(slopes, (slope) => -slope));
  });

  it("from integers too", async () => {
    const { gradients } = await engine.evaluate(huber(), { predictions: Int16Array.of(2, -3), targets: 0 });
    expect(gradients.predictions).toEqual(Float32Array.of(0.5, -0.5));
  });

  it.each(["f32", "f16", "bf16"] as const)(
    "from the GPU in %s: a tensor there, like the input",
    async (dtype) => {
      const input = onGpu(device, predictions, [2, 2], { dtype });
      const { gradients } = await engine.evaluate(huber(), {
        predictions: input,
        targets: tensor(new Float32Array(4), [2, 2]),
      });
      const gradient = gradients.predictions;
      expect(isTensor(gradient)).toBe(true);
      expect([gradient.shape, gradient.dtype, gradient.offset]).toEqual([[2, 2], dtype, 0]);
      expect(gradient.buffer).not.toBe(input.buffer);
      expect(gradient.data.usage).toBe(visible);
      expect(await valuesOf(gradient)).toEqual(slopes);
      expect(gradients.targets).toBeInstanceOf(Float32Array);
      gradient.destroy();
      input.destroy();
    },
  );

  it("a gradient on the GPU is the caller's: it outlives the engine", async () => {
    const own = await createEngine({ device });
    const input = onGpu(device, predictions);
    const { gradients } = await own.evaluate(huber(), { predictions: input, targets: 0 });
    own.destroy();
    expect(await floatsOf(device, gradients.predictions.data)).toEqual(slopes);
    gradients.predictions.destroy();
  });

  it("and may be the next call's input", async () => {
    const input = onGpu(device, predictions);
    const { gradients } = await engine.evaluate(
      huber(),
      { predictions: input, targets: 0 },
      { reduction: "sum" },
    );
    const { loss } = await engine.evaluate(mse(), { predictions: gradients.predictions, targets: 0 });
    expect(loss).toBe((0.25 + 3) / 4);
  });

  it("inPlace: the input's own tensor", async () => {
    const input = onGpu(device, predictions);
    const { gradients, loss } = await engine.evaluate(
      huber(),
      { predictions: input, targets: [0, 0, 0, 0] },
      { inPlace: ["predictions"] },
    );
    expect(loss).toBe(4.625 / 4);
    expect(gradients.predictions.buffer).toBe(input.buffer);
    expect((await floatsOf(device, input.data)).slice(0, 4)).toEqual(slopes);
  });

  it("inPlace of one element that stands for all, of a loss that reads it twice", async () => {
    const predictions = [1, 2, 5];
    for (const loss of [rmse(), mse()]) {
      const input = onGpu(device, [0.5]);
      const inputs = { predictions, targets: input };
      const { gradients } = await engine.evaluate(loss, inputs, { inPlace: ["targets"] });
      const expected = reference(loss, { predictions, targets: 0.5 });
      expect(compare(gradients.predictions, expected.gradients.predictions)).toMatchObject({ ok: true });
      expect(gradients.targets.buffer).toBe(input.buffer);
      expect(compare(await valuesOf(gradients.targets), expected.gradients.targets)).toMatchObject({
        ok: true,
      });
    }
  });

  it("one element that stands for all has one gradient, the sum", async () => {
    const { gradients } = await engine.evaluate(huber(), { predictions, targets: 0 });
    expect(gradients.targets).toEqual(Float32Array.of(-0.375));
    const onDevice = await engine.evaluate(huber(), { predictions, targets: onGpu(device, [0]) });
    expect(await valuesOf(onDevice.gradients.targets)).toEqual([-0.375]);
    expect(onDevice.gradients.targets.shape).toEqual([1]);
  });

  it("under none each is multiplied by its own scale, however that is given", async () => {
    const options = { reduction: "none", gradients: ["predictions"] } as const;
    const scaled = [0.5, 2, -3, 4];
    for (const gradientScale of [
      [1, 2, 3, 4],
      Float64Array.of(1, 2, 3, 4),
      tensor([1, 2, 3, 4], [4], { dtype: "f16" }),
      onGpu(device, [1, 2, 3, 4]),
    ]) {
      const { gradients } = await engine.evaluate(
        huber(),
        { predictions, targets: 0 },
        { ...options, gradientScale },
      );
      expect([...gradients.predictions]).toEqual(scaled);
    }
    for (const gradientScale of [3, [3], tensor([3], [1, 1]), onGpu(device, [3])]) {
      const { loss, gradients } = await engine.evaluate(
        huber(),
        { predictions: 1.5, targets: 2 },
        { ...options, gradientScale },
      );
      expect([...loss, ...gradients.predictions]).toEqual([0.125, -1.5]);
    }
  });

  it("none are computed where none are wanted", async () => {
    const result = await engine.evaluate(huber(), { predictions, targets: 0 }, { gradients: false });
    expect(result).toEqual({ loss: 4.625 / 4, gradients: {}, count: 4, outputs: {} });
    const one = await engine.evaluate(huber(), { predictions, targets: 0 }, { gradients: ["targets"] });
    expect(Object.keys(one.gradients)).toEqual(["targets"]);
  });
});

describe("a call in several pieces is the call in one", () => {
  const n = 60_000;
  const predictions = numbers(n, 1);
  const targets = numbers(n, 2);
  const pair = { predictions, targets };
  const weights = numbers(n, 3, 1).map(Math.abs);

  it.each([
    ["mean", {}],
    ["sum", { reduction: "sum" }],
    ["none", { reduction: "none" }],
    ["with a divisor and a scale", { divisor: 12345, gradientScale: -3 }],
    ["one gradient of two", { gradients: ["targets"] }],
    ["no gradient", { gradients: false }],
  ] as const)("huber, %s", async (_what, options) => {
    const { pieces } = await agrees(tight, huber(), pair, options as EvaluateOptions);
    expect(pieces).toBeGreaterThan(2);
    const { pieces: whole } = await agrees(engine, huber(), pair, options as EvaluateOptions);
    expect(whole).toBe(1);
  });

  it.each(["mean", "weightedMean", "none"] as const)("weights of every item, %s", async (reduction) => {
    await agrees(tight, huber(), { ...pair, weights }, { reduction });
  });

  it.each(["mean", "weightedMean", "none"] as const)("weights of the leading axis, %s", async (reduction) => {
    const shape = [97, 1031];
    const wide = {
      predictions: tensor(numbers(97 * 1031, 4), shape),
      targets: tensor(numbers(97 * 1031, 5), shape),
      weights: weights.subarray(0, 97),
    };
    const { pieces } = await agrees(tight, huber(), wide, { reduction });
    expect(pieces).toBeGreaterThan(2);
  });

  it("one weight for all", async () => {
    await agrees(tight, huber(), { ...pair, weights: 0.25 }, { reduction: "weightedMean" });
  });

  it.each([
    ["mean", {}, {}],
    ["weightedMean", { reduction: "weightedMean" }, { weights }],
    ["with a divisor", { divisor: 7 }, {}],
  ] as const)("rmse, %s", async (_what, options, more) => {
    await agrees(tight, rmse(), { ...pair, ...more }, options);
  });

  it("the gradient of one element that stands for all is the whole sum", async () => {
    const { result } = await agrees(tight, huber(), { predictions: 0.5, targets });
    expect(result.gradients.predictions).toHaveLength(1);
    await agrees(tight, mse(), { predictions, targets: 0.5 }, { gradientScale: 5 });
    for (const dtype of ["f32", "bf16"] as const) {
      const onDevice = await agrees(
        tight,
        huber(),
        { predictions: onGpu(device, [0.5], [1], { dtype }), targets },
        {},
        { predictions: 0.5, targets },
      );
      expect(onDevice.pieces).toBeGreaterThan(2);
    }
  });

  const rows = 2_000;
  const classes = 50;
  const logits = tensor(numbers(rows * classes, 6), [rows, classes]);
  const labels = integers(rows, classes, 7).map((label, i) => (i % 5 === 0 ? -100 : label));
  const classWeights = numbers(classes, 8, 2).map(Math.abs);

  it.each(["mean", "weightedMean", "sum", "none"] as const)(
    "softmaxCrossEntropy with ignored rows, class weights, sample weights, smoothing and zLoss: %s",
    async (reduction) => {
      const loss = softmaxCrossEntropy({ classWeights, labelSmoothing: 0.1, zLoss: 0.01 });
      const inputs = { logits, labels, weights: weights.subarray(0, rows) };
      const outputs = reduction === "none" ? ["logSumExp", "correct", "entropy"] : [];
      const { pieces } = await agrees(tight, loss, inputs, { reduction, outputs });
      expect(pieces).toBeGreaterThan(2);
    },
  );

  it("soft targets", async () => {
    const random = numbers(rows * classes, 9, 1).map(Math.abs);
    const loss = softmaxCrossEntropy({ classWeights });
    await agrees(tight, loss, { logits, targets: tensor(random, [rows, classes]) });
  });

  it("classes on a middle axis", async () => {
    const shape = [40, 50, 50];
    const { pieces } = await agrees(tight, softmaxCrossEntropy({ classAxis: 1 }), {
      logits: tensor(logits.data as Float32Array, shape),
      labels: tensor(labels, [40, 50]),
    });
    expect(pieces).toBeGreaterThan(2);
  });

  it("lists, each with its ranks and slopes", async () => {
    const scores = tensor(predictions.subarray(0, 8_000), [800, 10]);
    const ordered = tensor(targets.subarray(0, 8_000), [800, 10]);
    const { pieces } = await agrees(tighter, listMle(), { scores, targets: ordered });
    expect(pieces).toBeGreaterThan(2);
  });

  it("posWeight along the last axis", async () => {
    const shape = [rows, classes];
    const loss = binaryCrossEntropyWithLogits({ posWeight: [...classWeights] });
    const targets = tensor(integers(rows * classes, 2).map(Number), shape);
    const inputs = { logits, targets, weights: weights.subarray(0, rows) };
    await agrees(tight, loss, inputs, { reduction: "weightedMean" });
  });

  it("a discriminator", async () => {
    const inputs = {
      real: predictions,
      fake: targets.subarray(0, 50_001),
      fakeWeights: weights.subarray(0, 50_001),
    };
    await agrees(tight, hingeGan.discriminator(), inputs, { reduction: "weightedMean" });
  });

  it.each(["f16", "bf16"] as const)("16-bit inputs from memory: %s", async (dtype) => {
    const halves = {
      predictions: tensor(predictions, [n], { dtype }),
      targets: tensor(targets.subarray(0, n), [n], { dtype }),
    };
    await agrees(tight, huber(), halves);
  });

  it.each([
    ["f32", 100_000],
    ["f16", 100_003],
    ["bf16", 100_002],
  ] as const)("inputs and gradients on the GPU: %s", async (dtype, length) => {
    const stored = {
      predictions: tensor(numbers(length, 1), [length], { dtype }),
      targets: tensor(numbers(length, 2), [length], { dtype }),
    };
    const inputs = {
      predictions: tensor(bufferOf(device, stored.predictions.data), [length], { dtype }),
      targets: tensor(bufferOf(device, stored.targets.data, { offset: 512 }), [length], {
        dtype,
        offset: 512,
      }),
    };
    const gradients = ["predictions"];
    const { pieces } = await agrees(tight, huber(), inputs, { gradients }, stored);
    expect(pieces).toBeGreaterThan(1);
    const inPlace = ["predictions"];
    const again = await agrees(tighter, huber(), inputs, { gradients, inPlace }, stored);
    expect(again.pieces).toBeGreaterThan(2);
  });

  it("rows on the GPU", async () => {
    const many = 40_000;
    const stored = { logits: tensor(numbers(many * 5, 3), [many, 5]), labels: integers(many, 5) };
    const inputs = {
      logits: onGpu(device, stored.logits.data as Float32Array, [many, 5]),
      labels: onGpu(device, stored.labels, [many], { dtype: "i32" }),
    };
    const { pieces } = await agrees(tighter, softmaxCrossEntropy(), inputs, { inPlace: ["logits"] }, stored);
    expect(pieces).toBeGreaterThan(2);
  });

  it("a gradientScale per item, in memory and on the GPU", async () => {
    const scale = numbers(n, 11);
    const options = { reduction: "none", gradients: ["predictions"] } as const;
    const inMemory = await agrees(tight, huber(), pair, { ...options, gradientScale: scale });
    const onDevice = await agrees(tight, huber(), pair, { ...options, gradientScale: onGpu(device, scale) });
    expect(onDevice.pieces).toBeGreaterThan(2);
    const found = onDevice.result.gradients.predictions as Float32Array;
    expect(compare(found, inMemory.result.gradients.predictions as Float32Array)).toMatchObject({ ok: true });
  });

  it("but no element that all pieces read is overwritten", async () => {
    const inputs = { predictions, targets: onGpu(device, [0.5]) };
    const error = await rejection(
      UnsupportedError,
      tight.evaluate(huber(), inputs, { inPlace: ["targets"] }),
    );
    expect(error.message).toMatch(
      /^huber: inPlace names targets, one element that stands for all, and this call takes \d pieces that all read it; leave it out of inPlace\.$/,
    );
  });

  it("adds pieces in float64", async () => {
    const values = new Float32Array(n);
    values[0] = 2 ** 26;
    for (const i of [25_000, 40_000, 59_999]) values[i] = 1;
    const { loss, gradients } = await tight.evaluate(
      mae(),
      { predictions: values, targets: 0 },
      { reduction: "sum" },
    );
    expect(loss).toBe(2 ** 26 + 3);
    expect(gradients.targets).toEqual(Float32Array.of(-4));
  });

  it("names the first fault of the whole, and counts all", async () => {
    const bad = Float32Array.from(targets);
    for (const i of [30_123, 31_000, 59_999]) bad[i] = Number.NaN;
    const error = await rejection(InvalidInputError, tight.evaluate(huber(), { predictions, targets: bad }));
    expect(error).toMatchObject({ input: "targets", index: 30_123, value: Number.NaN });
    expect(error.message).toContain("the first of 3 such values");
    const late = Float32Array.from(predictions);
    late[59_998] = Number.POSITIVE_INFINITY;
    const first = await rejection(
      InvalidInputError,
      tight.evaluate(huber(), { predictions: late, targets: bad }),
    );
    expect(first).toMatchObject({ input: "predictions", index: 59_998, value: Number.POSITIVE_INFINITY });
    const weigh = weights.slice(0, 60);
    weigh[47] = Number.NaN;
    const shape = [60, 1000];
    const leading = await rejection(
      InvalidInputError,
      tight.evaluate(huber(), {
        predictions: tensor(predictions, shape),
        targets: tensor(targets, shape),
        weights: weigh,
      }),
    );
    expect(leading).toMatchObject({ input: "weights", index: 47 });
    expect(leading.message).not.toContain("the first of");
  });

  it("without checkInputs, what is NaN in one piece is NaN in the whole", async () => {
    const bad = Float32Array.from(predictions);
    bad[30_123] = Number.NaN;
    for (const on of [engine, tight]) {
      const { loss, gradients } = await on.evaluate(
        huber(),
        { predictions: bad, targets: 0 },
        { checkInputs: false },
      );
      expect(loss).toBeNaN();
      expect(gradients.targets[0]).toBeNaN();
      expect(gradients.predictions[30_123]).toBeNaN();
      expect(gradients.predictions.filter(Number.isNaN)).toHaveLength(1);
    }
  });

  it("what is infinite in one piece is infinite in the whole", async () => {
    const masked = Float32Array.from(logits.data as Float32Array);
    const label = labels.findIndex((value, i) => i > 1500 && value >= 0);
    masked[label * classes + (labels[label] as number)] = Number.NEGATIVE_INFINITY;
    for (const on of [engine, tight]) {
      const { loss, gradients } = await on.evaluate(softmaxCrossEntropy(), {
        logits: tensor(masked, [rows, classes]),
        labels,
      });
      expect(loss).toBe(Number.POSITIVE_INFINITY);
      expect(gradients.logits.every(Number.isFinite)).toBe(true);
    }
  });

  it("also where the device's bindings are small", async () => {
    const { maxStorageBufferBindingSize } = device.limits;
    const length = Math.floor(maxStorageBufferBindingSize / 4) + 64 * 1024 + 1;
    const large = new Float32Array(length).fill(2);
    large[length - 1] = 5;
    let pieces = 0;
    const { loss, count } = await engine.evaluate(
      mae(),
      { predictions: large, targets: 0 },
      { gradients: false, reduction: "sum", onProgress: () => pieces++ },
    );
    expect([loss, count]).toEqual([2 * length + 3, length]);
    expect(pieces).toBe(Math.ceil(length / Math.min(2 ** 24, Math.floor(maxStorageBufferBindingSize / 4))));
  });

  it("or is refused, where not even one item fits", async () => {
    const wide = { logits: tensor(new Float32Array(200_000), [2, 100_000]), labels: [0, 1] };
    const error = await rejection(OutOfMemoryError, tighter.evaluate(softmaxCrossEntropy(), wide));
    expect(error.message).toMatch(
      /^softmaxCrossEntropy: 1 item of 400000 bytes cannot be split further and does not fit the memory left \(\d+ bytes of memoryLimit\); raise memoryLimit\.$/,
    );
    await agrees(tighter, huber(), { predictions: [1, 2], targets: [0, 0] });
  });

  it("an engine never holds more than its memoryLimit", async () => {
    const own = await newDevice();
    const watched = watch(own);
    const memoryLimit = 500_000;
    const small = await createEngine({ device: own, memoryLimit });
    let most = 0;
    const options = {
      onProgress: () => {
        most = Math.max(most, watched.bytes());
      },
    };
    await small.evaluate(huber(), pair, options);
    await small.evaluate(softmaxCrossEntropy(), { logits, labels }, options);
    expect(most).toBeGreaterThan(0);
    // Uniform blocks are not counted: a few KiB at a time.
    expect(most).toBeLessThan(memoryLimit + 16_384);
    small.destroy();
    expect(watched.bytes()).toBe(0);
    own.destroy();
  });
});

describe("onProgress", () => {
  const n = 50_000;
  const pair = { predictions: numbers(n, 1), targets: numbers(n, 2) };

  it.each([
    ["huber", huber(), pair, n, {}],
    ["rmse, in two turns", rmse(), pair, n, {}],
    [
      "weights in two turns",
      huber(),
      { ...pair, weights: pair.targets.map(Math.abs) },
      n,
      { reduction: "weightedMean" },
    ],
    ["a discriminator", hingeGan.discriminator(), { real: pair.predictions, fake: pair.targets }, 2 * n, {}],
  ] as const)("never goes back and ends at all: %s", async (_what, loss, inputs, total, options) => {
    for (const on of [engine, tight]) {
      const calls: [number, number][] = [];
      await run(on, loss, inputs, { ...options, onProgress: (done, all) => calls.push([done, all]) });
      if (on === tight) expect(calls.length).toBeGreaterThan(2);
      expect(calls.every(([, all]) => all === total)).toBe(true);
      expect(calls.map(([done]) => done)).toEqual(calls.map(([done]) => done).sort((a, b) => a - b));
      expect(calls.at(-1)).toEqual([total, total]);
    }
  });
});

describe("signal", () => {
  const n = 60_000;
  const pair = { predictions: numbers(n, 1), targets: numbers(n, 2) };

  it("stops between pieces", async () => {
    const controller = new AbortController();
    const reason = { what: "enough" };
    let calls = 0;
    const work = tight.evaluate(huber(), pair, {
      signal: controller.signal,
      onProgress: () => {
        calls++;
        controller.abort(reason);
      },
    });
    await expect(work).rejects.toBe(reason);
    expect(calls).toBe(1);
    await agrees(tight, huber(), pair);
  });

  it("that is never aborted changes nothing", async () => {
    const { signal } = new AbortController();
    await agrees(engine, huber(), { predictions: [1, 2], targets: [0, 0] }, { signal });
  });
});

describe("the same inputs give the same bits", () => {
  it("run after run, and on a fresh engine", async () => {
    const rows = 513;
    const inputs = { logits: tensor(numbers(rows * 37, 21), [rows, 37]), labels: integers(rows, 37, 22) };
    const flat = { predictions: numbers(70_001, 23), targets: 0.1 };
    const bits = async (on: Engine): Promise<string> => {
      const first = await run(on, softmaxCrossEntropy(), inputs);
      const second = await run(on, huber(), flat);
      return JSON.stringify([
        first.loss,
        [...(first.gradients.logits as Float32Array)],
        second.loss,
        [...(second.gradients.targets as Float32Array)],
      ]);
    };
    const once = await bits(engine);
    expect(await bits(engine)).toBe(once);
    const fresh = await createEngine({ device });
    expect(await bits(fresh)).toBe(once);
    fresh.destroy();
  });
});

describe("calls beside each other", () => {
  const calls = Array.from({ length: 20 }, (_, i) => ({
    loss:
      i % 3 === 0
        ? softmaxCrossEntropy({ labelSmoothing: i / 40 })
        : i % 3 === 1
          ? huber({ delta: 1 + i })
          : rmse(),
    inputs:
      i % 3 === 0
        ? { logits: tensor(numbers(700 * 5, i), [700, 5]), labels: integers(700, 5, i) }
        : { predictions: numbers(9_000 + i, i), targets: i / 7 },
  }));

  it("do not disturb each other", async () => {
    await Promise.all(calls.map(({ loss, inputs }) => agrees(engine, loss, inputs as AnyInputs)));
  });

  it("share a memoryLimit", async () => {
    await Promise.all(calls.map(({ loss, inputs }) => agrees(tight, loss, inputs as AnyInputs)));
  });

  it("one that fails takes no other with it", async () => {
    const bad = { predictions: [Number.NaN], targets: 0 };
    const mixed = calls
      .slice(0, 6)
      .flatMap(({ loss, inputs }) => [
        agrees(engine, loss, inputs as AnyInputs),
        rejection(InvalidInputError, engine.evaluate(huber(), bad)),
      ]);
    await Promise.all(mixed);
  });
});

describe("memory", () => {
  it("after 50 calls is what it was after 5", async () => {
    const own = await newDevice();
    const watched = watch(own);
    const mine = await createEngine({ device: own });
    const inputs = {
      logits: tensor(numbers(256 * 10, 1), [256, 10]),
      labels: integers(256, 10),
    };
    const onDevice = onGpu(own, numbers(3000));
    const held: [number, number][] = [];
    for (let i = 1; i <= 50; i++) {
      await mine.evaluate(softmaxCrossEntropy(), inputs);
      const { gradients } = await mine.evaluate(
        huber(),
        { predictions: onDevice, targets: i },
        { reduction: "sum" },
      );
      gradients.predictions.destroy();
      if (i % 7 === 0) {
        await rejection(
          InvalidInputError,
          mine.evaluate(huber(), { predictions: onDevice, targets: Number.NaN }),
        );
        await rejection(
          InvalidInputError,
          mine.evaluate(hingeGan.discriminator(), { real: onDevice, fake: [Number.NaN] }),
        );
        const controller = new AbortController();
        const work = mine.evaluate(
          huber(),
          { predictions: onDevice, targets: 0 },
          { signal: controller.signal },
        );
        controller.abort();
        await rejection(Error, work);
      }
      if (i === 10 || i === 50) held.push([watched.live.size, watched.bytes()]);
    }
    expect(held[1]).toEqual(held[0]);
    watched.reset();
    await mine.evaluate(softmaxCrossEntropy(), inputs);
    // The uniforms of the call; everything else comes from the pool.
    expect(watched.calls.createBuffer).toBe(1);
    expect(watched.calls.createComputePipelineAsync ?? 0).toBe(0);
    mine.destroy();
    onDevice.destroy();
    expect(watched.live.size).toBe(0);
    own.destroy();
  });

  it("of a call that is aborted is given back, gradients on the GPU too", async () => {
    const before = seen.live.size;
    const input = onGpu(device, numbers(1000));
    const controller = new AbortController();
    const work = engine.evaluate(huber(), { predictions: input, targets: 0 }, { signal: controller.signal });
    controller.abort();
    await expect(work).rejects.toBeInstanceOf(DOMException);
    input.destroy();
    const made = [...seen.live].slice(before).filter(({ label }) => label.includes("gradient/predictions"));
    expect(made).toEqual([]);
  });
});
