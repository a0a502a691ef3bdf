/** A compiled loss inside somebody's training step: buffers, values of each encode, accumulation, no allocation. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { definitionOf } from "../../src/definition.js";
import { plainNumbers } from "../../src/families/define.js";
import {
  binaryCrossEntropyWithLogits,
  type CompiledLoss,
  createEngine,
  type DType,
  type EncodeInput,
  type EncodeOptions,
  type Engine,
  gaussianNll,
  hinge,
  huber,
  InvalidInputError,
  type Loss,
  leastSquaresGan,
  mse,
  quantile,
  rmse,
  softmaxCrossEntropy,
  type Tensor,
  tensor,
} from "../../src/index.js";
import { evaluate as reference } from "../../src/reference/evaluate.js";
import { compare } from "../../src/reference/tolerance.js";
import {
  casesOf,
  definitionOfLoss,
  factories,
  given,
  inputSets,
  randomFrom,
  samplesOf,
} from "../reference/samples.js";
import {
  bufferOf,
  bytesOf,
  floatsOf,
  narrowDevice,
  newDevice,
  onGpu,
  rejection,
  visible,
  type Watch,
  watch,
} from "./desk.js";

// e = [0.5, 2, −1, 3]: losses 0.125, 1.5, 0.5, 2.5 and slopes 0.5, 1, −1, 1.
const predictions = [0.5, 2, -1, 3];
const slopes = [0.5, 1, -1, 1];
const sumOfLosses = 4.625;

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

type Given = Readonly<Record<string, EncodeInput>>;

/** Encodes each, one after the other, in one submit. */
function run(
  step: CompiledLoss,
  ...encodes: readonly (readonly [inputs: Given, options?: EncodeOptions])[]
): void {
  const encoder = device.createCommandEncoder();
  for (const [inputs, options] of encodes) step.encode(encoder, inputs, options);
  device.queue.submit([encoder.finish()]);
}

/** Encodes each in one submit, and keeps loss and one gradient of each apart. */
async function runApart(
  step: CompiledLoss,
  gradient: string,
  encodes: readonly (readonly [inputs: Given, options?: EncodeOptions])[],
): Promise<{ losses: number[]; gradients: number[][] }> {
  const source = step.gradients[gradient] as GPUBuffer;
  const losses = bufferOf(device, new Float32Array(encodes.length));
  const gradients = bufferOf(device, new Float32Array((encodes.length * source.size) / 4));
  const encoder = device.createCommandEncoder();
  for (const [i, [inputs, options]] of encodes.entries()) {
    step.encode(encoder, inputs, options);
    encoder.copyBufferToBuffer(step.loss, 0, losses, 4 * i, 4);
    encoder.copyBufferToBuffer(source, 0, gradients, i * source.size, source.size);
  }
  device.queue.submit([encoder.finish()]);
  const flat = await floatsOf(device, gradients);
  const length = source.size / 4;
  return {
    losses: await floatsOf(device, losses),
    gradients: encodes.map((_, i) => flat.slice(i * length, (i + 1) * length)),
  };
}

/** Huber over four numbers against 0. */
async function four(options: Parameters<Engine["compile"]>[2] = {}, loss: Loss = huber()) {
  const step = await engine.compile(loss, { predictions: [4], targets: [1] }, options);
  const inputs = {
    predictions: bufferOf(device, Float32Array.from(predictions)),
    targets: bufferOf(device, new Float32Array(1)),
  };
  return { step, inputs };
}

const times = (factor: number): number[] => slopes.map((slope) => slope * factor);

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

describe("inputs", () => {
  it("may lie in larger buffers, at an offset", async () => {
    const { step } = await four();
    const { minStorageBufferOffsetAlignment: offset } = device.limits;
    const noise = new Float32Array(200).fill(77);
    noise.set(predictions, offset / 4);
    const large = bufferOf(device, noise);
    const zero = bufferOf(device, new Float32Array(64));
    run(step, [{ predictions: tensor(large, [4], { offset }), targets: zero }]);
    expect((await step.read({ gradients: true })).gradients?.predictions).toEqual(
      Float32Array.from(times(0.25)),
    );
    expect(await floatsOf(device, large)).toEqual([...noise]);
    step.destroy();
  });

  it("may be one buffer, bound twice", async () => {
    const step = await engine.compile(huber(), { predictions: [4], targets: [4] });
    const both = bufferOf(device, Float32Array.from(predictions));
    run(step, [{ predictions: both, targets: both }]);
    expect(await step.read()).toEqual({ loss: 0, count: 4 });
    step.destroy();
  });

  it("may change from encode to encode", async () => {
    const { step, inputs } = await four();
    const doubled = bufferOf(
      device,
      Float32Array.from(predictions, (x) => 2 * x),
    );
    const { losses } = await runApart(step, "predictions", [
      [inputs],
      [{ ...inputs, predictions: doubled }],
      [inputs],
    ]);
    expect(losses).toEqual([sumOfLosses / 4, (0.5 + 3.5 + 1.5 + 5.5) / 4, sumOfLosses / 4]);
    step.destroy();
  });

  it.each(["f16", "bf16"] as const)("in %s, of odd length, with gradients likewise", async (dtype) => {
    const shape = { shape: [5], dtype };
    const values = [0.5, 2, -1, 3, -0.25];
    const step = await engine.compile(huber(), { predictions: shape, targets: [5] });
    const inputs = {
      predictions: onGpu(device, values, [5], { dtype }),
      targets: onGpu(device, [0, 0, 0, 0, 0]),
    };
    run(step, [inputs]);
    const { loss, gradients } = await step.read({ gradients: true });
    const expected = reference(huber(), { predictions: values, targets: 0 });
    expect(loss).toBeCloseTo(expected.loss, 6);
    expect(compare(gradients?.predictions ?? [], expected.gradients.predictions, { dtype })).toMatchObject({
      ok: true,
    });
    const raw = new Uint16Array(await bytesOf(device, step.gradients.predictions as GPUBuffer));
    expect(raw[5]).toBe(0);
    step.destroy();
  });

  it.each([
    [3, "f16"],
    [4, "f16"],
    [3, "bf16"],
    [4, "bf16"],
  ] as const)("rows of %i classes in %s", async (classes, dtype) => {
    const logits = Float32Array.from({ length: 5 * classes }, (_, i) => Math.fround(((i * 7) % 11) / 4 - 1));
    const labels = Int32Array.of(0, 2, 1, -100, 2);
    const step = await engine.compile(softmaxCrossEntropy(), {
      logits: { shape: [5, classes], dtype },
      labels: [5],
    });
    run(step, [{ logits: onGpu(device, logits, [5, classes], { dtype }), labels: bufferOf(device, labels) }]);
    const { loss, count, gradients } = await step.read({ gradients: true });
    const expected = reference(softmaxCrossEntropy(), { logits: tensor(logits, [5, classes]), labels });
    expect(loss).toBeCloseTo(expected.loss, 5);
    expect(count).toBe(4);
    expect(compare(gradients?.logits ?? [], expected.gradients.logits, { dtype })).toMatchObject({
      ok: true,
    });
    step.destroy();
  });

  it("of no element", async () => {
    const step = await engine.compile(huber(), { predictions: [0], targets: [1] });
    run(step, [
      { predictions: bufferOf(device, new Float32Array(1)), targets: bufferOf(device, Float32Array.of(1)) },
    ]);
    expect(await step.read({ gradients: true })).toEqual({
      loss: 0,
      count: 0,
      gradients: { predictions: new Float32Array(0), targets: new Float32Array(1) },
    });
    step.destroy();
  });

  it("with weights", async () => {
    const step = await engine.compile(
      huber(),
      { predictions: [2, 2], targets: [2, 2], weights: [2] },
      { reduction: "weightedMean" },
    );
    run(step, [
      {
        predictions: bufferOf(device, Float32Array.from(predictions)),
        targets: bufferOf(device, new Float32Array(4)),
        weights: bufferOf(device, Float32Array.of(1, 3)),
      },
    ]);
    const { loss, gradients } = await step.read({ gradients: true });
    expect(loss).toBe((1.625 + 9) / 8);
    expect(gradients?.predictions).toEqual(Float32Array.of(0.0625, 0.125, -0.375, 0.375));
    step.destroy();
  });

  it("with class weights, over classes on another axis", async () => {
    const loss = softmaxCrossEntropy({ classWeights: [1, 2, 3], classAxis: 1 });
    const logits = Float32Array.from({ length: 12 }, (_, i) => ((i * 5) % 7) - 3);
    const labels = Int32Array.of(0, 2, 1, 1);
    const step = await engine.compile(loss, { logits: [2, 3, 2], labels: [2, 2] });
    run(step, [{ logits: bufferOf(device, logits), labels: bufferOf(device, labels) }]);
    const found = await step.read({ gradients: true });
    const expected = reference(loss, {
      logits: tensor(logits, [2, 3, 2]),
      labels: tensor(labels, [2, 2]),
    });
    expect(found.loss).toBeCloseTo(expected.loss, 5);
    expect(compare(found.gradients?.logits ?? [], expected.gradients.logits)).toMatchObject({ ok: true });
    step.destroy();
  });
});

describe("values of an encode", () => {
  it("are its own, even with many encodes in one submit", async () => {
    const { step, inputs } = await four();
    const { losses, gradients } = await runApart(step, "predictions", [
      [inputs, { divisor: 10 }],
      [inputs],
      [inputs, { divisor: 2, gradientScale: 8 }],
      [inputs, { gradientScale: -1, params: { delta: 2 } }],
      [inputs, { params: { delta: 0.25 } }],
      [inputs],
    ]);
    const at = (delta: number): number => reference(huber({ delta }), { predictions, targets: 0 }).loss;
    const expected = [sumOfLosses / 10, sumOfLosses / 4, sumOfLosses / 2, at(2), at(0.25), sumOfLosses / 4];
    for (const [i, loss] of losses.entries()) expect(loss).toBeCloseTo(expected[i] as number, 6);
    const close = (found: number[], wanted: number[]) =>
      expect(compare(found, wanted)).toMatchObject({ ok: true });
    close(gradients[0] as number[], times(0.1));
    close(gradients[1] as number[], times(0.25));
    close(gradients[2] as number[], times(4));
    close(gradients[3] as number[], [-0.125, -0.5, 0.25, -0.5]);
    close(gradients[4] as number[], [0.0625, 0.0625, -0.0625, 0.0625]);
    close(gradients[5] as number[], times(0.25));
    step.destroy();
  });

  it("may be tensors on the GPU, read when the encode runs", async () => {
    const { step, inputs } = await four();
    const divisor = onGpu(device, [10]);
    const gradientScale = onGpu(device, [8], [1, 1]);
    const { losses, gradients } = await runApart(step, "predictions", [
      [inputs, { divisor }],
      [inputs, { gradientScale }],
      [inputs, { divisor: 2, gradientScale }],
      [inputs, { divisor, gradientScale: 3 }],
      [inputs, { divisor: onGpu(device, [5]), gradientScale: onGpu(device, [2]) }],
      [inputs],
    ]);
    const expectedLosses = [10, 4, 2, 10, 5, 4].map((by) => sumOfLosses / by);
    const factors = [0.1, 2, 4, 0.3, 0.4, 0.25];
    for (const [i, factor] of factors.entries()) {
      expect(losses[i]).toBeCloseTo(expectedLosses[i] as number, 6);
      expect(compare(gradients[i] as number[], times(factor))).toMatchObject({ ok: true });
    }
    const encoder = device.createCommandEncoder();
    step.encode(encoder, inputs, { divisor });
    device.queue.writeBuffer(divisor.data, 0, Float32Array.of(100));
    device.queue.submit([encoder.finish()]);
    expect((await step.read()).loss).toBeCloseTo(sumOfLosses / 100, 7);
    step.destroy();
  });

  it("are those of compile where an encode says nothing", async () => {
    const { step, inputs } = await four({ divisor: 20, gradientScale: onGpu(device, [3]) });
    const { losses, gradients } = await runApart(step, "predictions", [
      [inputs],
      [inputs, { divisor: 10, gradientScale: 1 }],
      [inputs, { divisor: undefined, gradientScale: undefined } as EncodeOptions],
    ]);
    const expectedLosses = [sumOfLosses / 20, sumOfLosses / 10, sumOfLosses / 20];
    for (const [i, factor] of [3 / 20, 1 / 10, 3 / 20].entries()) {
      expect(losses[i]).toBeCloseTo(expectedLosses[i] as number, 6);
      expect(compare(gradients[i] as number[], times(factor))).toMatchObject({ ok: true });
    }
    step.destroy();
  });

  it("under none: a gradientScale per item, and one for all, in one submit", async () => {
    const { step, inputs } = await four({ reduction: "none" });
    const perItem = onGpu(device, [1, 10, 100, 0]);
    const { gradients } = await runApart(step, "predictions", [
      [inputs, { gradientScale: perItem }],
      [inputs],
      [inputs, { gradientScale: 2 }],
    ]);
    expect(gradients).toEqual([[0.5, 10, -100, 0], slopes, times(2)]);
    expect([...((await step.read()).loss as Float32Array)]).toEqual([0.125, 1.5, 0.5, 2.5]);
    step.destroy();
    const rows = await engine.compile(
      softmaxCrossEntropy(),
      { logits: [2, 2], labels: [2] },
      { reduction: "none" },
    );
    const labels = bufferOf(device, Int32Array.of(0, 1));
    run(rows, [
      { logits: bufferOf(device, new Float32Array(4)), labels },
      { gradientScale: onGpu(device, [2, 4]) },
    ]);
    expect((await rows.read({ gradients: true })).gradients?.logits).toEqual(Float32Array.of(-1, 1, 2, -2));
    rows.destroy();
  });

  it("5,000 encodes with parameters of their own, in batches, keep them", async () => {
    const { step, inputs } = await four();
    const batches = 5;
    const each = 1000;
    const losses = bufferOf(device, new Float32Array(batches * each));
    const delta = (i: number): number => 1 + i / 1024;
    for (let batch = 0; batch < batches; batch++) {
      const encoder = device.createCommandEncoder();
      for (let i = batch * each; i < (batch + 1) * each; i++) {
        step.encode(encoder, inputs, { params: { delta: delta(i) }, divisor: 1 });
        encoder.copyBufferToBuffer(step.loss, 0, losses, 4 * i, 4);
      }
      device.queue.submit([encoder.finish()]);
    }
    const found = await floatsOf(device, losses);
    const expected = found.map((_, i) => {
      const d = delta(i);
      return predictions.reduce(
        (sum, e) => sum + (Math.abs(e) <= d ? e * e : d * (2 * Math.abs(e) - d)) / 2,
        0,
      );
    });
    expect(compare(found, expected)).toMatchObject({ ok: true });
    step.destroy();
  });

  it("4,096 different ones in one submit, beside one that comes back between them", async () => {
    const { step, inputs } = await four({ gradients: false });
    const count = 4095;
    const losses = bufferOf(device, new Float32Array(2 * count));
    // Fill the ring, so that every slot is someone's already.
    for (let turn = 0; turn < 2; turn++) {
      const encoder = device.createCommandEncoder();
      for (let i = 0; i < count; i++) {
        step.encode(encoder, inputs);
        encoder.copyBufferToBuffer(step.loss, 0, losses, 8 * i, 4);
        step.encode(encoder, inputs, { divisor: 1 + i + turn / 2 });
        encoder.copyBufferToBuffer(step.loss, 0, losses, 8 * i + 4, 4);
      }
      device.queue.submit([encoder.finish()]);
    }
    const expected = Array.from({ length: 2 * count }, (_, i) =>
      i % 2 === 0 ? sumOfLosses / 4 : sumOfLosses / (1.5 + (i - 1) / 2),
    );
    expect(compare(await floatsOf(device, losses), expected, { size: 0 })).toMatchObject({ ok: true });
    step.destroy();
  });
});

describe("new parameters at encode", () => {
  /** Those of a variant that an encode may say: numbers where the descriptor has numbers, or may have. */
  function numericParams(
    loss: Loss,
    variant: Readonly<Record<string, unknown>>,
  ): Record<string, number> | undefined {
    const structural = ["classAxis"];
    const differing = Object.entries(variant).filter(([key, value]) => loss.params[key] !== value);
    const isNumeric = ([key, value]: [string, unknown]) =>
      typeof value === "number" && typeof (loss.params[key] ?? 0) === "number" && !structural.includes(key);
    return differing.length > 0 && differing.every(isNumeric)
      ? (Object.fromEntries(differing) as Record<string, number>)
      : undefined;
  }

  // Those whose kernel follows the parameters, or whose uniforms are made from them; huber stands for the others.
  const losses = factories.flatMap((make) => {
    const loss = make();
    const definition = definitionOfLoss(loss);
    const isPlain = definition.family === "elementwise" && definition.numbers === plainNumbers;
    if (isPlain && loss.name !== "huber") return [];
    const variants = casesOf(loss.name).variants.flatMap((variant) => {
      const params = numericParams(loss, variant);
      return params ? [params] : [];
    });
    return variants.length > 0 ? [{ name: loss.name, make, variants }] : [];
  });

  it("are there to be tested", () => {
    expect(losses.length).toBeGreaterThan(5);
  });

  it.each(losses)("$name", async ({ make, variants }) => {
    const loss = make();
    for (const names of inputSets(definitionOfLoss(loss))) {
      const samples = samplesOf(loss, names, 5);
      const shapes = Object.fromEntries(names.map((name) => [name, samples[name]?.shape ?? []]));
      const step = await engine.compile(loss, shapes);
      const inputs = Object.fromEntries(
        names.map((name) => {
          const values = samples[name]?.values ?? [];
          const labels = loss[definitionOf]?.inputs[name] === "labels";
          return [name, bufferOf(device, labels ? Int32Array.from(values) : Float32Array.from(values))];
        }),
      );
      const rounded = Object.fromEntries(
        Object.entries(samples).map(([name, sample]) => [
          name,
          { ...sample, values: sample.values.map(Math.fround) },
        ]),
      );
      const [gradient = ""] = Object.keys(step.gradients);
      for (const params of variants) {
        run(step, [inputs], [inputs, { params }]);
        const found = await step.read({ gradients: true });
        const expected = reference(make(params), given(rounded) as never);
        expect(compare([found.loss as number], [expected.loss]), JSON.stringify(params)).toMatchObject({
          ok: true,
        });
        const wanted = (expected.gradients as Record<string, Float64Array>)[gradient] ?? [];
        expect(compare(found.gradients?.[gradient] ?? [], wanted), JSON.stringify(params)).toMatchObject({
          ok: true,
        });
        run(step, [inputs]);
        const before = reference(loss, given(rounded) as never);
        expect(compare([(await step.read()).loss as number], [before.loss])).toMatchObject({ ok: true });
      }
      step.destroy();
      for (const buffer of Object.values(inputs)) buffer.destroy();
    }
  });

  it("ignoreIndex is one of them", async () => {
    const step = await engine.compile(softmaxCrossEntropy(), { logits: [3, 2], labels: [3] });
    const inputs = {
      logits: bufferOf(device, Float32Array.of(1, 2, 0, 0, 3, 1)),
      labels: bufferOf(device, Int32Array.of(0, 1, 1)),
    };
    run(step, [inputs, { params: { ignoreIndex: 1 } }]);
    const { loss, count } = await step.read();
    expect(count).toBe(1);
    expect(loss).toBeCloseTo(Math.log(1 + Math.E), 6);
    run(step, [inputs]);
    expect((await step.read()).count).toBe(3);
    step.destroy();
  });

  it("what the shapes depend on is not", async () => {
    const step = await engine.compile(softmaxCrossEntropy(), { logits: [2, 2], labels: [2] });
    const inputs = {
      logits: bufferOf(device, new Float32Array(4)),
      labels: bufferOf(device, new Int32Array(2)),
    };
    const encoder = device.createCommandEncoder();
    expect(() => step.encode(encoder, inputs, { params: { classAxis: 0 } })).toThrow(
      "softmaxCrossEntropy: params.classAxis is 0 and it was compiled with -1; compile for another class axis.",
    );
    step.destroy();
  });
});

describe("accumulate", () => {
  it("over micro-batches is the one big batch, until it is cleared", async () => {
    const parts = [predictions.slice(0, 2), predictions.slice(2)].map((values) =>
      bufferOf(device, Float32Array.from(values)),
    );
    const targets = bufferOf(device, new Float32Array(2));
    const step = await engine.compile(
      huber(),
      { predictions: [2], targets: [2] },
      { accumulate: true, divisor: 4 },
    );
    for (let turn = 0; turn < 2; turn++) {
      const encoder = device.createCommandEncoder();
      for (const buffer of [step.loss, step.count, ...Object.values(step.gradients)])
        encoder.clearBuffer(buffer);
      for (const part of parts) step.encode(encoder, { predictions: part, targets });
      device.queue.submit([encoder.finish()]);
      const { loss, count, gradients } = await step.read({ gradients: true });
      expect([loss, count]).toEqual([sumOfLosses / 4, 4]);
      expect([...(gradients?.predictions ?? [])]).toEqual([(0.5 - 1) / 4, (1 + 1) / 4]);
    }
    step.destroy();
  });

  it("of 16-bit inputs the gradients are f32", async () => {
    const shape = { shape: [3], dtype: "f16" } as const;
    const step = await engine.compile(huber(), { predictions: shape, targets: shape }, { accumulate: true });
    expect(step.gradients.predictions?.size).toBe(12);
    const inputs = {
      predictions: onGpu(device, [0.5, 2, -1], [3], { dtype: "f16" as DType }),
      targets: onGpu(device, [0, 0, 0], [3], { dtype: "f16" as DType }),
    };
    run(step, [inputs, { divisor: 3072 }], [inputs, { divisor: 3072 }]);
    const { gradients } = await step.read({ gradients: true });
    expect(compare(gradients?.predictions ?? [], [1 / 3072, 2 / 3072, -2 / 3072])).toMatchObject({
      ok: true,
    });
    step.destroy();
  });

  it("of one element that stands for all", async () => {
    const { step, inputs } = await four({ accumulate: true });
    run(step, [inputs], [inputs], [inputs]);
    const { loss, count, gradients } = await step.read({ gradients: true });
    expect([loss, count]).toEqual([(3 * sumOfLosses) / 4, 12]);
    expect(gradients?.targets).toEqual(Float32Array.of((3 * -1.5) / 4));
    step.destroy();
  });

  it("of rows, masked and ignored ones too", async () => {
    const inf = Number.POSITIVE_INFINITY;
    const step = await engine.compile(
      softmaxCrossEntropy(),
      { logits: [3, 3], labels: [3] },
      { accumulate: true, reduction: "sum" },
    );
    const logits = [1, -inf, 2, 9, 9, 9, 0, 1, 0];
    const labels = Int32Array.of(0, -100, 1);
    const inputs = { logits: bufferOf(device, Float32Array.from(logits)), labels: bufferOf(device, labels) };
    run(step, [inputs], [inputs]);
    const expected = reference(
      softmaxCrossEntropy(),
      { logits: [logits.slice(0, 3), logits.slice(3, 6), logits.slice(6)], labels },
      { reduction: "sum" },
    );
    const { loss, count, gradients } = await step.read({ gradients: true });
    expect(loss).toBeCloseTo(2 * expected.loss, 5);
    expect(count).toBe(4);
    const doubled = [...expected.gradients.logits].map((slope) => 2 * slope);
    expect(compare(gradients?.logits ?? [], doubled)).toMatchObject({ ok: true });
    step.destroy();
  });

  it("under none adds to each item's loss", async () => {
    const { step, inputs } = await four({ accumulate: true, reduction: "none" });
    run(step, [inputs], [inputs]);
    const { loss, gradients } = await step.read({ gradients: true });
    expect([...(loss as Float32Array)]).toEqual([0.25, 3, 1, 5]);
    expect([...(gradients?.predictions ?? [])]).toEqual(times(2));
    step.destroy();
    const rows = {
      logits: bufferOf(device, new Float32Array(4)),
      labels: bufferOf(device, Int32Array.of(0, -100)),
    };
    for (const outputs of [[], ["logSumExp"]]) {
      const shapes = { logits: [2, 2], labels: [2] };
      const each = await engine.compile(softmaxCrossEntropy(), shapes, {
        accumulate: true,
        reduction: "none",
        outputs,
      });
      run(each, [rows], [rows]);
      run(each, [rows]);
      const found = (await each.read()).loss as Float32Array;
      expect(found[0]).toBeCloseTo(3 * Math.LN2, 6);
      expect(found[1]).toBe(0);
      each.destroy();
    }
  });

  it("a NaN stays, and an infinite loss is infinite", async () => {
    const inf = Number.POSITIVE_INFINITY;
    const step = await engine.compile(
      softmaxCrossEntropy(),
      { logits: [1, 2], labels: [1] },
      { accumulate: true },
    );
    const labels = bufferOf(device, Int32Array.of(0));
    const rows = [
      [0, 0],
      [-inf, 0],
      [0, 0],
      [Number.NaN, 0],
      [0, 0],
    ].map((row) => ({ logits: bufferOf(device, Float32Array.from(row)), labels }));
    const losses: number[] = [];
    for (const row of rows) {
      run(step, [row]);
      losses.push((await step.read()).loss as number);
    }
    expect(losses[0]).toBeCloseTo(Math.LN2, 6);
    expect(losses.slice(1)).toEqual([inf, inf, Number.NaN, Number.NaN]);
    expect((await step.read()).count).toBe(5);
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
    const found = dtype === "f32" ? new Float32Array(bytes) : decoded(new Uint16Array(bytes), dtype);
    expect(compare([...found].slice(0, 5 * classes), expected.gradients.logits, { dtype })).toMatchObject({
      ok: true,
    });
    step.destroy();
  });
});

function decoded(bits: Uint16Array, dtype: "f16" | "bf16"): number[] {
  const { gradients } = reference(
    mse(),
    { predictions: tensor(bits, [bits.length], { dtype }), targets: 0 },
    { reduction: "sum", checkInputs: false },
  );
  return [...gradients.predictions].map((slope) => slope / 2);
}

describe("inputs larger than one binding", () => {
  let narrow: GPUDevice;
  let own: Engine;
  beforeAll(async () => {
    narrow = await narrowDevice(16_384);
    own = await createEngine({ device: narrow });
  });
  afterAll(() => {
    own.destroy();
    narrow.destroy();
  });

  const n = 10_007;
  const random = randomFrom(3);
  const list = (length: number): number[] => Array.from({ length }, () => Math.fround(6 * random() - 3));
  const flat = { predictions: list(n), targets: list(n), weights: list(n).map(Math.abs) };
  const rows = {
    logits: list(1001 * 7),
    labels: list(1001).map((x) => (x > 2.5 ? -100 : Math.floor(x + 3))),
  };
  const apart = { logits: list(7000), labels: rows.labels.slice(0, 1000) };
  const scale = list(n);

  it.each([
    ["elements", huber(), flat, [n], "f32", {}],
    [
      "elements, divided by weights",
      huber(),
      flat,
      [n],
      "f32",
      { reduction: "weightedMean", accumulate: true },
    ],
    ["elements, none", huber(), flat, [n], "f32", { reduction: "none", gradientScale: scale }],
    ["elements in 16 bits", huber(), flat, [n], "f16", {}],
    ["elements in place", huber(), { ...flat, targets: [0.5] }, [n], "f32", { inPlace: ["predictions"] }],
    ["a root", rmse(), flat, [n], "f32", {}],
    [
      "a list along the last axis",
      binaryCrossEntropyWithLogits({ posWeight: [1, 2, 3] }),
      bits(),
      [3000, 3],
      "f32",
      {},
    ],
    ["rows", softmaxCrossEntropy(), rows, [1001, 7], "f32", { outputs: ["entropy"], reduction: "none" }],
    [
      "rows in 16 bits",
      softmaxCrossEntropy({ classWeights: list(7).map(Math.abs) }),
      rows,
      [1001, 7],
      "bf16",
      {},
    ],
    ["classes apart", softmaxCrossEntropy({ classAxis: 1 }), apart, [125, 7, 8], "f32", {}],
  ] as const)("%s", async (_what, loss, values, shape, dtype, options) => {
    const kinds = definitionOfLoss(loss).inputs;
    const [first = ""] = Object.keys(values);
    const shapes: Record<string, { shape: readonly number[]; dtype?: DType }> = {};
    const host: Record<string, Tensor> = {};
    const inputs: Record<string, Tensor<GPUBuffer>> = {};
    for (const [name, numbers] of Object.entries(values) as [string, number[]][]) {
      const isLabels = kinds[name] === "labels";
      const own = isLabels ? [shape[0], ...shape.slice(2)] : numbers.length === 1 ? [1] : shape;
      const kept = name === first ? dtype : "f32";
      const stored = isLabels
        ? tensor(Int32Array.from(numbers), own as number[])
        : tensor(Float32Array.from(numbers), own as number[], { dtype: kept });
      host[name] = stored;
      shapes[name] = isLabels ? { shape: own as number[] } : { shape: own as number[], dtype: kept };
      inputs[name] = tensor(bufferOf(narrow, stored.data), own as number[], {
        dtype: isLabels ? "i32" : kept,
      });
    }
    const { gradientScale, accumulate, inPlace, ...rest } = options as {
      gradientScale?: number[];
      accumulate?: boolean;
      inPlace?: string[];
    };
    const step = await own.compile(loss, shapes, {
      ...rest,
      accumulate: accumulate === true,
      inPlace: inPlace ?? [],
    });
    const encoder = narrow.createCommandEncoder();
    const perItem = gradientScale && { gradientScale: onGpu(narrow, gradientScale) };
    step.encode(encoder, inputs, perItem);
    if (accumulate) step.encode(encoder, inputs, perItem);
    narrow.queue.submit([encoder.finish()]);
    const by = accumulate ? 2 : 1;
    const found = await step.read({ gradients: true });
    const expected = reference(
      loss,
      host as never,
      {
        ...rest,
        ...(gradientScale ? { gradientScale } : {}),
      } as never,
    ) as unknown as {
      loss: number | Float64Array;
      count: number;
      gradients: Record<string, Float64Array>;
      outputs?: Record<string, Float64Array>;
    };
    const each = (value: number | ArrayLike<number>) =>
      typeof value === "number" ? [by * value] : Array.from(value, (x) => by * x);
    expect(
      compare(typeof found.loss === "number" ? [found.loss] : found.loss, each(expected.loss)),
    ).toMatchObject({
      ok: true,
    });
    expect(found.count).toBe(by * expected.count);
    for (const [name, gradient] of Object.entries(found.gradients ?? {})) {
      const wanted = each(expected.gradients[name] ?? []);
      const size = wanted.length === 1 ? 1 : undefined;
      const stored = name === first && !accumulate ? dtype : "f32";
      expect(compare(gradient, wanted, { dtype: stored, size }), name).toMatchObject({ ok: true });
    }
    for (const name of inPlace ?? []) {
      const gradient = new Float32Array(await bytesOf(narrow, (inputs[name] as Tensor<GPUBuffer>).data));
      expect(compare(gradient, expected.gradients[name] ?? [])).toMatchObject({ ok: true });
    }
    for (const [name, output] of Object.entries(found.outputs ?? {})) {
      expect(compare(output, expected.outputs?.[name] ?? [])).toMatchObject({ ok: true });
    }
    step.destroy();
  });

  function bits() {
    return { logits: list(9000), targets: list(9000).map((x) => (x > 0 ? 1 : 0)) };
  }

  it("a fault is named by its place in the whole", async () => {
    const elements = await own.compile(huber(), { predictions: [n], targets: [1] }, { checkInputs: true });
    const broken = Float32Array.from(flat.predictions);
    broken[9001] = Number.NaN;
    broken[9500] = Number.NaN;
    const encoder = narrow.createCommandEncoder();
    elements.encode(encoder, {
      predictions: bufferOf(narrow, broken),
      targets: bufferOf(narrow, new Float32Array(1)),
    });
    const many = await own.compile(
      softmaxCrossEntropy(),
      { logits: [1001, 7], labels: [1001] },
      { checkInputs: true },
    );
    const infinite = Float32Array.from(rows.logits);
    infinite[6999] = Number.POSITIVE_INFINITY;
    const labels = Int32Array.from(rows.labels).fill(3, 999);
    many.encode(encoder, { logits: bufferOf(narrow, infinite), labels: bufferOf(narrow, labels) });
    narrow.queue.submit([encoder.finish()]);
    const first = await rejection(InvalidInputError, elements.read());
    expect(first).toMatchObject({ input: "predictions", index: 9001 });
    expect(first.message).toContain("the first of 2 such values");
    expect(await rejection(InvalidInputError, many.read())).toMatchObject({ input: "logits", index: 6999 });
    labels[1000] = 7;
    const again = narrow.createCommandEncoder();
    many.encode(again, {
      logits: bufferOf(narrow, Float32Array.from(rows.logits)),
      labels: bufferOf(narrow, labels),
    });
    narrow.queue.submit([again.finish()]);
    expect(await rejection(InvalidInputError, many.read())).toMatchObject({ input: "labels", index: 1000 });
    elements.destroy();
    many.destroy();
  });

  it("evaluate cuts them too", async () => {
    const { loss, count } = await own.evaluate(softmaxCrossEntropy(), {
      logits: tensor(rows.logits, [1001, 7]),
      labels: rows.labels,
    });
    const expected = reference(softmaxCrossEntropy(), {
      logits: tensor(rows.logits, [1001, 7]),
      labels: rows.labels,
    });
    expect(compare([loss], [expected.loss])).toMatchObject({ ok: true });
    expect(count).toBe(expected.count);
  });
});

describe("losses of more than one dispatch", () => {
  it("rmse", async () => {
    const { step, inputs } = await four({}, rmse());
    const zero = { ...inputs, predictions: bufferOf(device, new Float32Array(4)) };
    const { losses, gradients } = await runApart(step, "predictions", [
      [inputs],
      [zero],
      [inputs, { divisor: 16, gradientScale: 2 }],
    ]);
    const root = Math.sqrt(14.25 / 4);
    expect(compare(losses, [root, 0, Math.sqrt(14.25 / 16)])).toMatchObject({ ok: true });
    expect(
      compare(
        gradients[0] as number[],
        predictions.map((e) => e / 4 / root),
      ),
    ).toMatchObject({ ok: true });
    expect(gradients[1]).toEqual([0, 0, 0, 0]);
    const scaled = predictions.map((e) => (2 * e) / 16 / Math.sqrt(14.25 / 16));
    expect(compare(gradients[2] as number[], scaled)).toMatchObject({ ok: true });
    step.destroy();
  });

  it("a GAN's discriminator: two halves of different length, summed and accumulated", async () => {
    const loss = leastSquaresGan.discriminator();
    const real = [0.5, 2, 1];
    const fake = [1, -1];
    const inputs = {
      real: bufferOf(device, Float32Array.from(real)),
      fake: bufferOf(device, Float32Array.from(fake)),
      fakeWeights: bufferOf(device, Float32Array.of(1, 3)),
    };
    const shapes = { real: [3], fake: [2], fakeWeights: [2] };
    const expected = reference(loss, { real, fake, fakeWeights: [1, 3] });
    for (const accumulate of [false, true]) {
      const step = await engine.compile(loss, shapes, { accumulate });
      run(step, [inputs], [inputs]);
      const by = accumulate ? 2 : 1;
      const found = await step.read({ gradients: true });
      expect(found.loss).toBeCloseTo(by * expected.loss, 6);
      expect(found.count).toBe(5 * by);
      for (const name of ["real", "fake"] as const) {
        const wanted = [...expected.gradients[name]].map((slope) => by * slope);
        expect(compare(found.gradients?.[name] ?? [], wanted)).toMatchObject({ ok: true });
      }
      step.destroy();
    }
  });

  it("gaussianNll with every gradient, weighted, per item", async () => {
    const step = await engine.compile(
      gaussianNll(),
      { predictions: [4], targets: [4], variances: [4], weights: [4] },
      { reduction: "none" },
    );
    const values = {
      predictions,
      targets: [1, 0, -1, 0.5],
      variances: [0.5, 1, 2, 4],
      weights: [1, 0.5, 2, 3],
    };
    const buffers = Object.fromEntries(
      Object.entries(values).map(([name, list]) => [name, bufferOf(device, Float32Array.from(list))]),
    );
    const scale = [1, 2, 3, 4];
    run(step, [buffers, { gradientScale: onGpu(device, scale) }]);
    const expected = reference(gaussianNll(), values, { reduction: "none", gradientScale: scale });
    const found = await step.read({ gradients: true });
    expect(compare(found.loss as Float32Array, expected.loss)).toMatchObject({ ok: true });
    for (const name of ["predictions", "targets", "variances"] as const) {
      const wanted = (expected.gradients as Record<string, Float64Array>)[name];
      if (wanted) expect(compare(found.gradients?.[name] ?? [], wanted)).toMatchObject({ ok: true });
    }
    step.destroy();
  });
});

describe("checkInputs", () => {
  it("is off in compile; on, read() rejects and names the first place", async () => {
    const bad = bufferOf(device, Float32Array.of(0.5, Number.NaN, -1, Number.NaN));
    const { step: silent, inputs } = await four();
    run(silent, [{ ...inputs, predictions: bad }]);
    expect((await silent.read()).loss).toBeNaN();
    silent.destroy();
    const { step } = await four({ checkInputs: true });
    run(step, [{ ...inputs, predictions: bad }]);
    const error = await rejection(InvalidInputError, step.read());
    expect(error).toMatchObject({ input: "predictions", index: 1 });
    expect(error.message).toBe(
      "huber: predictions[1] is outside what this loss takes, the first of 2 such values; correct the data, or compile with checkInputs: false to let such items be NaN.",
    );
    run(step, [inputs]);
    expect(await step.read()).toEqual({ loss: sumOfLosses / 4, count: 4 });
    step.destroy();
  });

  it("labels, domains and a discriminator's fakes", async () => {
    const rows = await engine.compile(
      softmaxCrossEntropy(),
      { logits: [2, 2], labels: [2] },
      { checkInputs: true },
    );
    run(rows, [
      { logits: bufferOf(device, new Float32Array(4)), labels: bufferOf(device, Int32Array.of(1, 2)) },
    ]);
    expect(await rejection(InvalidInputError, rows.read())).toMatchObject({ input: "labels", index: 1 });
    rows.destroy();
    const signs = await engine.compile(hinge(), { predictions: [2], targets: [2] }, { checkInputs: true });
    run(signs, [
      {
        predictions: bufferOf(device, new Float32Array(2)),
        targets: bufferOf(device, Float32Array.of(1, 0)),
      },
    ]);
    expect(await rejection(InvalidInputError, signs.read())).toMatchObject({ input: "targets", index: 1 });
    signs.destroy();
    const gan = await engine.compile(
      leastSquaresGan.discriminator(),
      { real: [2], fake: [2] },
      { checkInputs: true },
    );
    run(gan, [
      { real: bufferOf(device, new Float32Array(2)), fake: bufferOf(device, Float32Array.of(1, Number.NaN)) },
    ]);
    const error = await rejection(InvalidInputError, gan.read());
    expect(error).toMatchObject({ input: "fake", index: 1 });
    expect(error.message).toMatch(/^leastSquaresGan\.discriminator: fake\[1\] is outside/);
    gan.destroy();
  });

  it("the index of a weight is its own", async () => {
    const step = await engine.compile(
      huber(),
      { predictions: [2, 3], targets: [1], weights: [2] },
      { checkInputs: true },
    );
    run(step, [
      {
        predictions: bufferOf(device, new Float32Array(6)),
        targets: bufferOf(device, new Float32Array(1)),
        weights: bufferOf(device, Float32Array.of(1, Number.NaN)),
      },
    ]);
    const error = await rejection(InvalidInputError, step.read());
    expect(error).toMatchObject({ input: "weights", index: 1 });
    expect(error.message).not.toContain("the first of");
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

/** Kept by the compiler: an input of a step is a buffer or a GPU tensor. */
export const accepted: EncodeInput[] = [] as (GPUBuffer | Tensor<GPUBuffer>)[];
