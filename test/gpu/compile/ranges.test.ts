/** Compiled losses whose inputs are larger than one binding of the device. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  binaryCrossEntropyWithLogits,
  createEngine,
  type DType,
  type Engine,
  huber,
  InvalidInputError,
  rmse,
  softmaxCrossEntropy,
  type Tensor,
  tensor,
} from "../../../src/index.js";
import { evaluate as reference } from "../../../src/reference/evaluate.js";
import { compare } from "../../../src/reference/tolerance.js";
import { definitionOfLoss, randomFrom } from "../../reference/samples.js";
import { bufferOf, bytesOf, narrowDevice, onGpu, rejection } from "../desk.js";

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
