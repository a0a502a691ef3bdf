/**
 * Few long rows, which several workgroups of a GPU share: plans of hardware, run where we are, agree with the
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
  nll,
  rankingSoftmax,
  softmaxCrossEntropy,
  tensor,
} from "../../src/index.js";
import { normal, randomFrom } from "../cases/random.js";
import { complaintsOf } from "./complaintsOf.js";
import { asHardware, newDevice, rejection } from "./desk.js";
import { complaintsAddedUp, complaintsInPlace, labelledRows, spoiled } from "./labelledRows.js";

const draw = randomFrom(11);
/** Software takes seconds to compile what is not asked about. */
const plain = { reduction: "sum", checkInputs: false } as const;
const inf = Number.POSITIVE_INFINITY;

let device: GPUDevice;
let engine: Engine;

beforeAll(async () => {
  device = await newDevice();
  engine = await createEngine({ device, adapter: asHardware });
});
afterAll(() => {
  engine.destroy();
  device.destroy();
});

const normals = (length: number, size = 3): Float32Array =>
  Float32Array.from({ length }, () => size * normal(draw));

/** Rows of probabilities, each of sum 1. */
function shares(rows: number, classes: number): Float32Array {
  const values = Float32Array.from({ length: rows * classes }, () => draw() ** 8);
  for (let row = 0; row < rows; row++) {
    const own = values.subarray(row * classes, (row + 1) * classes);
    const total = own.reduce((sum, value) => sum + value, 0);
    for (const [c, value] of own.entries()) own[c] = value / total;
  }
  return values;
}

/** Quads, and classes one by one, for which software compiles a quarter of the text. */
const even = 20_000;
const odd = 20_001;

/** With labels in the first part, a middle one and the last. */
const labelled = (classes: number) => labelledRows(draw, classes, 11_111);

describe("rows that workgroups share", () => {
  it("are planned so", () => {
    const stages = (...given: Parameters<Engine["explain"]>) =>
      engine.explain(...given).dispatches.map(({ label }) => label.split("/")[1]);
    expect(stages(nll(), { logProbabilities: [5, even], labels: [5] }, plain)).toEqual([
      "take",
      "kernel",
      "fold",
    ]);
    const inputs = { inputs: [3, 4], weightMatrix: [4, even], labels: [3] };
    expect(stages(linear(nll()), inputs, plain)).toEqual(expect.arrayContaining(["take", "kernel"]));
  });

  it("labels, class weights, smoothing, anchor, cap, weights, outputs; ignored and masked", async () => {
    const { values, labels } = labelled(odd);
    const inputs = { logits: tensor(values, [5, odd]), labels, weights: Float32Array.of(1, 0.5, 2, 1, 3) };
    const classWeights = Float32Array.from({ length: odd }, (_, c) => 0.5 + (c % 7) / 4);
    const loss = softmaxCrossEntropy({ classWeights, labelSmoothing: 0.1, zLoss: 1e-3, softcap: 20 });
    const outputs = ["logSumExp", "correct", "entropy"];
    expect(await complaintsOf(engine, loss, inputs, { ...plain, outputs })).toEqual([]);
  });

  it("soft targets, two gradients, none, a gradient from above for each", async () => {
    const logProbabilities = tensor(normals(2 * odd), [2, odd]);
    const inputs = { logProbabilities, targets: tensor(shares(2, odd), [2, odd]) };
    const options = { ...plain, reduction: "none", gradientScale: Float32Array.of(0.5, -2) } as const;
    expect(await complaintsOf(engine, klDivergence(), inputs, options)).toEqual([]);
  });

  it("two sweeps", async () => {
    const predictions = tensor(normals(3 * odd), [3, odd]);
    const inputs = { predictions, targets: tensor(normals(3 * odd), [3, odd]) };
    expect(
      await complaintsOf(engine, cosineDistance(), inputs, { ...plain, gradients: ["targets"] }),
    ).toEqual([]);
  });

  it("classes that lie apart, a divisor that is counted", async () => {
    const logProbabilities = tensor(normals(6 * even), [2, even, 3]);
    const labels = tensor(Int32Array.of(1, 2, -100, 8000, 12_000, 19_999), [2, 3]);
    const inputs = { logProbabilities, labels, weights: tensor([1, 0.5, 2, 1, 3, 0], [2, 3]) };
    const options = { ...plain, reduction: "weightedMean" } as const;
    expect(await complaintsOf(engine, nll({ classAxis: 1 }), inputs, options)).toEqual([]);
  });

  it("masks, and a row that is masked throughout", async () => {
    const mask = Float32Array.from({ length: 2 * odd }, (_, i) => (i < odd && i % 3 > 0 ? 1 : 0));
    const inputs = {
      scores: tensor(spoiled(normals(2 * odd), { 3: Number.NaN }), [2, odd]),
      targets: tensor(shares(2, odd), [2, odd]),
      mask: tensor(mask, [2, odd]),
    };
    expect(await complaintsOf(engine, rankingSoftmax(), inputs, plain)).toEqual([]);
  });

  it("a NaN in one part is that of its row alone; in quads", async () => {
    const logProbabilities = spoiled(normals(2 * even), { [even + 12_345]: Number.NaN });
    const inputs = { logProbabilities: tensor(logProbabilities, [2, even]), labels: Int32Array.of(4, 5) };
    expect(await complaintsOf(engine, nll(), inputs, { ...plain, reduction: "none" })).toEqual([]);
  });

  it("the first fault is named, whichever part has it", async () => {
    const logProbabilities = spoiled(normals(2 * even), {
      [even + 12_345]: Number.NaN,
      [even + 15_000]: inf,
    });
    const inputs = { logProbabilities: tensor(logProbabilities, [2, even]), labels: Int32Array.of(4, 5) };
    const evaluating = engine.evaluate(nll(), inputs, { reduction: "sum", gradients: false });
    const error = await rejection(InvalidInputError, evaluating);
    expect(error).toMatchObject({ input: "logProbabilities", index: even + 12_345 });
  });

  it("the rows of a linear model", async () => {
    const inputs = {
      inputs: tensor(normals(3 * 4, 1), [3, 4]),
      weightMatrix: tensor(normals(4 * even, 1), [4, even]),
      labels: Int32Array.of(17, 19_999, -100),
    };
    expect(await complaintsOf(engine, linear(nll()), inputs, { ...plain, gradients: ["inputs"] })).toEqual(
      [],
    );
  });
});

describe("gradients of rows that workgroups share", () => {
  it.each([
    ["16 bits of odd length", "f16", odd],
    ["quads", "f32", even],
  ] as const)(
    "in place, in %s: a label's entry is read before it is overwritten",
    async (_, dtype, classes) => {
      const given = [nll(), "logProbabilities", labelled(classes)] as const;
      expect(await complaintsInPlace(engine, device, ...given, dtype, plain)).toEqual([]);
    },
  );

  it("added up", async () => {
    const given = [nll(), "logProbabilities", labelled(even)] as const;
    expect(await complaintsAddedUp(engine, device, ...given, plain)).toEqual([]);
  });
});
