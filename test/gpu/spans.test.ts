/**
 * Rows that no binding holds, and slabs of rows whose classes lie apart: bound in spans of classes, they agree with the
 * reference in all that a rowwise loss offers, and give the same bits twice.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  cosineDistance,
  createEngine,
  type Engine,
  InvalidInputError,
  klDivergence,
  linear,
  multiclassHinge,
  nll,
  rankingSoftmax,
  softmaxCrossEntropy,
  tensor,
  UnsupportedError,
} from "../../src/index.js";
import { compute } from "../../src/reference/compute.js";
import { normal, randomFrom } from "../cases/random.js";
import { complaintsOf } from "./complaintsOf.js";
import { asHardware, bufferOf, narrowDevice, rejection } from "./desk.js";
import { complaintsAddedUp, complaintsInPlace, labelledRows, spoiled } from "./labelledRows.js";
import { compare } from "./tolerance.js";

const inf = Number.POSITIVE_INFINITY;
const unchecked = { checkInputs: false } as const;
/** Bytes of a binding: 960 numbers and what may lie before them. */
const binding = 4096;
const draw = randomFrom(7);

let device: GPUDevice;
let engine: Engine;

beforeAll(async () => {
  device = await narrowDevice(binding);
  engine = await createEngine({ device });
});
afterAll(() => {
  engine.destroy();
  device.destroy();
});

const normals = (length: number, size = 3): Float32Array =>
  Float32Array.from({ length }, () => size * normal(draw));

/** Quads in two spans and a bit, and single classes. */
const even = 2000;
const odd = 2001;

/** With labels in every span. */
const labelled = (classes: number) => labelledRows(draw, classes, 1111);

describe("rows longer than a binding", () => {
  it("are planned in spans", () => {
    const { dispatches } = engine.explain(softmaxCrossEntropy(), { logits: [2, even], labels: [2] });
    const stages = dispatches.map(({ label }) => label.split("/")[1]);
    const row = ["take", "take", "take", "kernel", "kernel", "kernel", "kernel"];
    expect(stages).toEqual([...Array(6).fill("look"), "count", "count", ...row, ...row, "fold"]);
  });

  it.each([even, odd])("mean over labels, of %d classes", async (classes) => {
    const { values, labels } = labelled(classes);
    const inputs = { logits: tensor(values, [5, classes]), labels };
    expect(await complaintsOf(engine, softmaxCrossEntropy(), inputs, unchecked)).toEqual([]);
  });

  it("smoothing, anchor, cap, weights, outputs, on a GPU's plan", async () => {
    const hardware = await createEngine({ device, adapter: asHardware });
    const { values, labels } = labelled(odd);
    const inputs = { logits: tensor(values, [5, odd]), labels, weights: Float32Array.of(1, 0.5, 2, 1, 3) };
    const loss = softmaxCrossEntropy({ labelSmoothing: 0.1, zLoss: 1e-3, softcap: 20 });
    const outputs = ["logSumExp", "correct", "entropy"];
    expect(await complaintsOf(hardware, loss, inputs, { ...unchecked, outputs })).toEqual([]);
    hardware.destroy();
  });

  it("a body that asks for the label's entry as it sweeps", async () => {
    const { labels } = labelled(odd);
    const inputs = { scores: tensor(normals(5 * odd), [5, odd]), labels };
    const loss = multiclassHinge({ margin: 1.5 });
    expect(await complaintsOf(engine, loss, inputs, { ...unchecked, reduction: "none" })).toEqual([]);
  });

  it("two inputs with gradients, each row with a gradient from above", async () => {
    const shares = (classes: number) => Float32Array.from({ length: 2 * classes }, () => draw() / classes);
    const inputs = {
      logProbabilities: tensor(normals(2 * odd), [2, odd]),
      targets: tensor(shares(odd), [2, odd]),
    };
    const options = { ...unchecked, reduction: "none", gradientScale: Float32Array.of(0.5, -2) } as const;
    expect(await complaintsOf(engine, klDivergence(), inputs, options)).toEqual([]);
  });

  it("two sweeps", async () => {
    const inputs = {
      predictions: tensor(normals(2 * odd), [2, odd]),
      targets: tensor(normals(2 * odd), [2, odd]),
    };
    expect(await complaintsOf(engine, cosineDistance(), inputs, unchecked)).toEqual([]);
  });

  it("masks, and a row that is masked throughout", async () => {
    const mask = Float32Array.from({ length: 2 * odd }, (_, i) => (i < odd && i % 3 > 0 && i > 1000 ? 1 : 0));
    const inputs = {
      scores: tensor(spoiled(normals(2 * odd), { 3: Number.NaN }), [2, odd]),
      targets: tensor(
        Float32Array.from({ length: 2 * odd }, () => draw()),
        [2, odd],
      ),
      mask: tensor(mask, [2, odd]),
    };
    expect(await complaintsOf(engine, rankingSoftmax(), inputs, unchecked)).toEqual([]);
  });

  it("the first fault is named, whichever span has it", async () => {
    const logProbabilities = spoiled(normals(2 * odd), { [odd + 1234]: Number.NaN, [odd + 1500]: inf });
    const inputs = { logProbabilities: tensor(logProbabilities, [2, odd]), labels: Int32Array.of(4, 5) };
    const error = await rejection(InvalidInputError, engine.evaluate(nll(), inputs));
    expect(error).toMatchObject({ input: "logProbabilities", index: odd + 1234 });
  });

  it.each([
    ["16 bits of odd length", "f16", odd],
    ["quads of 16 bits", "bf16", even],
    ["single words", "f32", odd],
  ] as const)("in place, in %s, of a buffer on the GPU", async (_, dtype, classes) => {
    const given = [softmaxCrossEntropy(), "logits", labelled(classes)] as const;
    expect(await complaintsInPlace(engine, device, ...given, dtype, unchecked)).toEqual([]);
  });

  it("added up by a compiled step", async () => {
    const given = [nll(), "logProbabilities", labelled(odd)] as const;
    expect(await complaintsAddedUp(engine, device, ...given, unchecked)).toEqual([]);
  });
});

describe("rows of which few fit a binding", () => {
  it.each([400, 401])("begin anywhere: of %d classes", async (classes) => {
    const { values, labels } = labelled(classes);
    const rows = { logits: tensor(values, [5, classes]), labels: labels.map((label) => label % classes) };
    const step = await engine.compile(
      softmaxCrossEntropy(),
      { logits: [5, classes], labels: [5] },
      { ...unchecked, reduction: "none" },
    );
    const encoder = device.createCommandEncoder();
    step.encode(encoder, { logits: bufferOf(device, values), labels: bufferOf(device, rows.labels) });
    device.queue.submit([encoder.finish()]);
    const { loss, gradients } = await step.read({ gradients: true });
    const wanted = compute(softmaxCrossEntropy(), rows, { ...unchecked, reduction: "none" }, true);
    expect(compare(loss as Float32Array, wanted.loss as Float64Array).ok).toBe(true);
    expect(compare(gradients?.logits ?? [], wanted.gradients.logits ?? []).ok).toBe(true);
    step.destroy();
  });
});

describe("rows of a linear model that no chunk holds", () => {
  const classes = 1001;
  const samples = (features: number) => tensor(normals(3 * features, 1), [3, features]);
  const labels = Int32Array.of(17, 999, -100);

  it.each([false, true])(
    "are joined from their spans, with all gradients; transposed: %s",
    async (transposed) => {
      const inputs = {
        inputs: samples(1),
        weightMatrix: tensor(normals(classes), transposed ? [classes, 1] : [1, classes]),
        bias: normals(classes),
        labels,
      };
      const loss = linear(softmaxCrossEntropy({ labelSmoothing: 0.1 }), { transposed });
      expect(await complaintsOf(engine, loss, inputs, unchecked)).toEqual([]);
    },
  );

  it("of several features, with weights of 16 bits", async () => {
    const weightMatrix = tensor(normals(2 * classes), [2, classes], { dtype: "f16" });
    const inputs = { inputs: samples(2), weightMatrix, labels, weights: Float32Array.of(1, 2, 3) };
    const options = { ...unchecked, gradients: ["inputs"], reduction: "none" } as const;
    expect(await complaintsOf(engine, linear(softmaxCrossEntropy()), inputs, options)).toEqual([]);
  });

  it("beside targets of their own", async () => {
    const inputs = {
      inputs: tensor(normals(1), [1, 1]),
      weightMatrix: tensor(normals(classes), [1, classes]),
      targets: tensor(
        Float32Array.from({ length: classes }, () => draw() / classes),
        [1, classes],
      ),
    };
    expect(await complaintsOf(engine, linear(softmaxCrossEntropy()), inputs, unchecked)).toEqual([]);
  });
});

describe("slabs larger than a binding, with classes apart", () => {
  it.each([false, true])("whose planes fit one by one, hardware: %s", async (isHardware) => {
    const own = isHardware ? await createEngine({ device, adapter: asHardware }) : engine;
    const logits = normals(2 * 7 * 300);
    for (let c = 0; c < 7; c++) logits[c * 300 + 17] = -inf;
    const labels = Int32Array.from({ length: 600 }, (_, row) => (row % 11 === 0 ? -100 : row % 7));
    labels[17] = 2;
    const inputs = {
      logits: tensor(logits, [2, 7, 20, 15]),
      labels: tensor(labels, [2, 20, 15]),
      weights: tensor(
        Float32Array.from({ length: 600 }, (_, row) => row % 3),
        [2, 20, 15],
      ),
    };
    const loss = softmaxCrossEntropy({ classAxis: 1 });
    expect(await complaintsOf(own, loss, inputs, { ...unchecked, reduction: "weightedMean" })).toEqual([]);
    if (isHardware) return own.destroy();
    const options = { ...unchecked, reduction: "none", outputs: ["correct"] } as const;
    expect(await complaintsOf(own, loss, inputs, options)).toEqual([]);
  });

  it("one plane of which does not fit are refused in words", async () => {
    const inputs = { logits: new Float32Array(2 * 1001), labels: new Int32Array(1001) };
    const given = { logits: tensor(inputs.logits, [2, 1001]), labels: inputs.labels };
    const error = await rejection(
      UnsupportedError,
      engine.evaluate(softmaxCrossEntropy({ classAxis: 0 }), given),
    );
    expect(error.message).toBe(
      "softmaxCrossEntropy: one class of 1001 rows that lie side by side takes 4004 bytes, and one binding of this device 4096; give smaller slabs, or put the class axis last.",
    );
  });
});
