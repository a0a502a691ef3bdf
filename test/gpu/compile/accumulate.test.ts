/** What adds up in a compiled step: many encodes, and the dispatches of one loss. */
import { describe, expect, it } from "vitest";
import {
  type DType,
  gaussianNll,
  huber,
  leastSquaresGan,
  rmse,
  softmaxCrossEntropy,
} from "../../../src/index.js";
import { evaluate as reference } from "../../../src/reference/evaluate.js";
import { compare } from "../../../src/reference/tolerance.js";
import { bufferOf, onGpu } from "../desk.js";
import { device, engine, prepare } from "../watched.js";
import { four, predictions, run, runApart, sumOfLosses, times } from "./step.js";

prepare();

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
