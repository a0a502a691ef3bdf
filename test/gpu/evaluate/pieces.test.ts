/** Calls in several pieces: the results of the call in one, progress after each, and abortion between them. */
import { describe, expect, it } from "vitest";
import {
  binaryCrossEntropyWithLogits,
  createEngine,
  type EvaluateOptions,
  hingeGan,
  huber,
  InvalidInputError,
  listMle,
  mae,
  mse,
  OutOfMemoryError,
  rmse,
  softmaxCrossEntropy,
  tensor,
  UnsupportedError,
} from "../../../src/index.js";
import { compare } from "../../../src/reference/tolerance.js";
import { bufferOf, newDevice, onGpu, rejection, watch } from "../desk.js";
import { device, engine } from "../watched.js";
import { agrees, integers, numbers, prepare, run, tight, tighter } from "./agrees.js";

prepare();

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
