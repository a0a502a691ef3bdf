/** The buffers of a compiled step: their sizes, what is written and where, and that no step makes new ones. */
import { describe, expect, it } from "vitest";
import { decodeHalf } from "../../../src/check/half.js";
import { type EncodeOptions, huber, quantile, softmaxCrossEntropy, tensor } from "../../../src/index.js";
import { evaluate as reference } from "../../../src/reference/evaluate.js";
import { compare } from "../../../src/reference/tolerance.js";
import { bufferOf, bytesOf, floatsOf, onGpu, visible } from "../desk.js";
import { device, engine, prepare, seen } from "../watched.js";
import { four, run, sumOfLosses, times } from "./step.js";

prepare();

describe("the buffers of a step", () => {
  it.each([
    ["f32", 20],
    ["f16", 12],
    ["bf16", 12],
  ] as const)(
    "are exactly as large as their data (%s), and can be stored to and copied",
    async (dtype, bytes) => {
      const shape = { shape: [5], dtype };
      const step = await engine.compile(huber(), { predictions: shape, targets: shape });
      expect(step.loss.size).toBe(4);
      expect(step.gradients.predictions?.size).toBe(bytes);
      expect(step.gradients.targets?.size).toBe(bytes);
      for (const buffer of [step.loss, step.count, ...Object.values(step.gradients)]) {
        expect(buffer.usage).toBe(visible);
        expect(buffer.label).toMatch(/^huber\//);
      }
      step.destroy();
    },
  );

  it("under none: one f32 per item; outputs likewise", async () => {
    const step = await engine.compile(
      softmaxCrossEntropy(),
      { logits: [3, 5], labels: [3] },
      { reduction: "none", outputs: ["logSumExp", "correct"] },
    );
    expect(step.loss.size).toBe(12);
    expect(step.gradients.logits?.size).toBe(60);
    expect(Object.keys(step.outputs)).toEqual(["logSumExp", "correct"]);
    for (const buffer of Object.values(step.outputs))
      expect([buffer.size, buffer.usage]).toEqual([12, visible]);
    const logits = [1, 2, 3, 4, 5, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0];
    run(step, [
      {
        logits: bufferOf(device, Float32Array.from(logits)),
        labels: bufferOf(device, Int32Array.of(4, -100, 1)),
      },
    ]);
    const { loss, outputs } = await step.read();
    const expected = reference(
      softmaxCrossEntropy(),
      { logits: [logits.slice(0, 5), logits.slice(5, 10), logits.slice(10)], labels: [4, -100, 1] },
      { reduction: "none", outputs: ["logSumExp", "correct"] },
    );
    expect(compare(loss as Float32Array, expected.loss)).toMatchObject({ ok: true });
    expect(compare(outputs?.logSumExp as Float32Array, expected.outputs?.logSumExp ?? []).ok).toBe(true);
    expect([...(outputs?.correct ?? [])]).toEqual([1, 0, 0]);
    step.destroy();
  });

  it("outputs named twice are given once", async () => {
    const { outputs } = await engine.evaluate(
      softmaxCrossEntropy(),
      { logits: [[0, 0]], labels: [0] },
      { outputs: ["entropy", "entropy"], gradients: ["logits", "logits"] },
    );
    expect(outputs.entropy?.[0]).toBeCloseTo(Math.LN2, 6);
  });

  it("only those that are wanted", async () => {
    const step = await engine.compile(
      huber(),
      { predictions: [4], targets: [4] },
      { gradients: ["targets"] },
    );
    expect(Object.keys(step.gradients)).toEqual(["targets"]);
    const none = await engine.compile(huber(), { predictions: [4], targets: [4] }, { gradients: false });
    expect(none.gradients).toEqual({});
    const { inputs } = await four();
    const zeros = { ...inputs, targets: bufferOf(device, new Float32Array(4)) };
    run(none, [zeros]);
    expect(await none.read({ gradients: true })).toEqual({ loss: sumOfLosses / 4, count: 4, gradients: {} });
    step.destroy();
    none.destroy();
  });

  it("are written directly: loss, count and gradients of bare buffers", async () => {
    const { step, inputs } = await four();
    run(step, [inputs]);
    expect(await floatsOf(device, step.loss)).toEqual([sumOfLosses / 4]);
    expect([...new Uint32Array(await bytesOf(device, step.count))]).toEqual([4, 0]);
    expect(await floatsOf(device, step.gradients.predictions as GPUBuffer)).toEqual(times(0.25));
    expect(await floatsOf(device, step.gradients.targets as GPUBuffer)).toEqual([-1.5 / 4]);
    step.destroy();
  });

  it("nothing is there before the first submit", async () => {
    const { step, inputs } = await four();
    expect(await step.read({ gradients: true })).toEqual({
      loss: 0,
      count: 0,
      gradients: { predictions: new Float32Array(4), targets: new Float32Array(1) },
    });
    const encoder = device.createCommandEncoder();
    step.encode(encoder, inputs);
    expect(await step.read()).toEqual({ loss: 0, count: 0 });
    device.queue.submit([encoder.finish()]);
    expect(await step.read()).toEqual({ loss: sumOfLosses / 4, count: 4 });
    expect(await step.read({ gradients: true })).toEqual({
      loss: sumOfLosses / 4,
      count: 4,
      gradients: { predictions: Float32Array.from(times(0.25)), targets: Float32Array.of(-1.5 / 4) },
    });
    step.destroy();
  });
});

describe("inPlace", () => {
  it.each([
    ["f32", 5],
    ["f16", 5],
    ["bf16", 6],
    ["f32", 8],
  ] as const)(
    "%s, %i elements: the input holds the gradient, and what lies behind it is untouched",
    async (dtype, n) => {
      const values = Array.from({ length: n }, (_, i) => [0.5, 2, -1, 3][i % 4] as number);
      const step = await engine.compile(
        huber(),
        { predictions: { shape: [n], dtype }, targets: [1] },
        { inPlace: ["predictions"], gradients: ["predictions"], reduction: "sum" },
      );
      expect(step.gradients).toEqual({});
      const stored = tensor([...values, ...Array(6).fill(7)], [n + 6], { dtype });
      const buffer = bufferOf(device, stored.data);
      run(step, [
        { predictions: tensor(buffer, [n], { dtype }), targets: bufferOf(device, new Float32Array(1)) },
      ]);
      const expected = reference(huber(), { predictions: values, targets: 0 }, { reduction: "sum" });
      expect((await step.read()).loss).toBeCloseTo(expected.loss, 5);
      const wanted = tensor([...expected.gradients.predictions, ...Array(6).fill(7)], [n + 6], { dtype });
      const found = await bytesOf(device, buffer);
      const bytes = new Uint8Array(wanted.data.buffer as ArrayBuffer);
      // The last word of an odd 16-bit tensor is the tensor's, padding and all.
      const pad = dtype !== "f32" && n % 2 === 1 ? [2 * n, 2 * n + 1] : [];
      const compared = (all: Uint8Array) =>
        [...all].filter((_, i) => !pad.includes(i)).slice(0, bytes.length - 2);
      expect(compared(new Uint8Array(found))).toEqual(compared(bytes));
      step.destroy();
    },
  );

  it.each([
    ["f32", 3],
    ["f16", 3],
    ["f16", 4],
    ["bf16", 4],
  ] as const)("rows in %s of %i classes", async (dtype, classes) => {
    const values = Float32Array.from({ length: 5 * classes }, (_, i) => ((i * 3) % 8) / 4);
    const labels = Int32Array.of(1, 0, 2, -100, 1);
    const step = await engine.compile(
      softmaxCrossEntropy(),
      { logits: { shape: [5, classes], dtype }, labels: [5] },
      { inPlace: ["logits"] },
    );
    const logits = onGpu(device, values, [5, classes], { dtype });
    run(step, [{ logits, labels: bufferOf(device, labels) }]);
    const expected = reference(softmaxCrossEntropy(), { logits: tensor(values, [5, classes]), labels });
    expect((await step.read()).loss).toBeCloseTo(expected.loss, 5);
    const bytes = await bytesOf(device, logits.data);
    const found = dtype === "f32" ? new Float32Array(bytes) : decodeHalf(new Uint16Array(bytes), dtype);
    expect(compare([...found].slice(0, 5 * classes), expected.gradients.logits, { dtype })).toMatchObject({
      ok: true,
    });
    step.destroy();
  });
});

describe("cost", () => {
  it("nothing is allocated after the first call, and no submit is made", async () => {
    const loss = softmaxCrossEntropy({ labelSmoothing: 0.1, classWeights: [1, 2, 3] });
    const step = await engine.compile(loss, { logits: [64, 3], labels: [64], weights: [64] });
    const inputs = {
      logits: bufferOf(device, new Float32Array(192)),
      labels: bufferOf(device, new Int32Array(64)),
      weights: bufferOf(device, new Float32Array(64).fill(1)),
    };
    const encode = (options?: EncodeOptions) => {
      const encoder = device.createCommandEncoder();
      step.encode(encoder, inputs, options);
      device.queue.submit([encoder.finish()]);
    };
    encode();
    const firstLoss = (await step.read()).loss;
    seen.reset();
    encode();
    encode({ gradientScale: 2 });
    encode({ divisor: 3 });
    expect((await step.read()).loss).toBeGreaterThan(firstLoss as number);
    // One encoder for each encode, and one for the read.
    expect(seen.calls).toEqual({ createCommandEncoder: 4 });
    step.destroy();
  });

  it("1,000 steps, each with a learning signal of its own, grow the uniforms a few times at most", async () => {
    const { step, inputs } = await four();
    seen.reset();
    for (let i = 0; i < 1000; i++) {
      const encoder = device.createCommandEncoder();
      step.encode(encoder, inputs, { gradientScale: 1 + i });
      device.queue.submit([encoder.finish()]);
    }
    expect((await step.read({ gradients: true })).gradients?.predictions).toEqual(
      Float32Array.from(times(250)),
    );
    expect(seen.calls.createBuffer).toBeLessThan(8);
    step.destroy();
  });

  it("destroy gives every buffer back", async () => {
    const before = new Set(seen.live);
    const { step, inputs } = await four({ reduction: "none" }, quantile({ q: 0.9 }));
    run(step, [inputs, { params: { q: 0.25 } }]);
    step.destroy();
    for (const buffer of Object.values(inputs)) buffer.destroy();
    expect([...seen.live].filter((buffer) => !before.has(buffer))).toEqual([]);
  });

  it("steps of one loss share pipelines, whatever their numbers", async () => {
    const first = await engine.compile(huber({ delta: 1 }), { predictions: [64], targets: [64] });
    seen.reset();
    const second = await engine.compile(huber({ delta: 7 }), { predictions: [4096], targets: [4096] });
    expect(seen.calls.createComputePipelineAsync ?? 0).toBe(0);
    first.destroy();
    second.destroy();
  });
});
