/** Values and parameters of an encode are its own, though many encodes go into one submit. */
import { describe, expect, it } from "vitest";
import { definitionOf } from "../../../src/definition.js";
import { plainNumbers } from "../../../src/families/define.js";
import { type EncodeOptions, huber, type Loss, softmaxCrossEntropy } from "../../../src/index.js";
import { evaluate as reference } from "../../../src/reference/evaluate.js";
import { compare } from "../../../src/reference/tolerance.js";
import {
  casesOf,
  definitionOfLoss,
  factories,
  given,
  inputSets,
  samplesOf,
} from "../../reference/samples.js";
import { bufferOf, floatsOf, onGpu } from "../desk.js";
import { device, engine, prepare } from "../watched.js";
import { four, predictions, run, runApart, slopes, sumOfLosses, times } from "./step.js";

prepare();

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
