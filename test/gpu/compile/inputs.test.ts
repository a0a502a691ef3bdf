/** What a compiled step reads, wherever it lies and of whatever dtype, and what `checkInputs` says of it. */
import { describe, expect, it } from "vitest";
import {
  type EncodeInput,
  hinge,
  huber,
  InvalidInputError,
  leastSquaresGan,
  softmaxCrossEntropy,
  type Tensor,
  tensor,
} from "../../../src/index.js";
import { evaluate as reference } from "../../../src/reference/evaluate.js";
import { compare } from "../../../src/reference/tolerance.js";
import { bufferOf, bytesOf, floatsOf, onGpu, rejection } from "../desk.js";
import { device, engine, prepare } from "../watched.js";
import { four, predictions, run, runApart, sumOfLosses, times } from "./step.js";

prepare();

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

/** Kept by the compiler: an input of a step is a buffer or a GPU tensor. */
export const accepted: EncodeInput[] = [] as (GPUBuffer | Tensor<GPUBuffer>)[];
