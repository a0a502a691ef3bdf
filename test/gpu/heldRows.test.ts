/**
 * Many short rows, which a lane holds in registers: the peak is found first, and of every entry one exponential is
 * taken, for the sum and for its slope. From 4,096 rows of at most 20 classes on.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createEngine,
  type Engine,
  InvalidInputError,
  softmaxCrossEntropy,
  tensor,
} from "../../src/index.js";
import { normal, randomFrom } from "../cases/random.js";
import { complaintsOf } from "./complaintsOf.js";
import { newDevice, rejection } from "./desk.js";
import { complaintsInPlace } from "./labelledRows.js";

const inf = Number.POSITIVE_INFINITY;
const [slabs, across] = [11, 373];
const rows = slabs * across;

let device: GPUDevice;
let engine: Engine;

beforeAll(async () => {
  device = await newDevice();
  engine = await createEngine({ device });
});
afterAll(() => {
  engine.destroy();
  device.destroy();
});

/** Entry `c` of what the row holds that is hard; the other rows are drawn. */
const hard: readonly ((c: number, classes: number) => number)[] = [
  // Sure to 1e-12 and beyond, and equals of which the first is the peak.
  (c) => (c === 0 ? 30 : 0),
  (c) => (c === 0 ? 200 : -200),
  () => 3,
  (c) => 1e20 * (c % 2 ? 1 : -1),
  // Masked: all but the last, the first, every class.
  (c, classes) => (c === classes - 1 ? 1 : -inf),
  (c) => (c === 0 ? -inf : 0.1 * c),
  () => -inf,
  // A peak of the most negative numbers, and of zeros with a sign.
  (c) => -2e38 - 1e33 * c,
  (c) => (c % 2 ? 0 : -0),
];

function drawn(classes: number): { logits: Float32Array; labels: Int32Array } {
  const draw = randomFrom(classes);
  return {
    logits: Float32Array.from({ length: rows * classes }, (_, i) => {
      const row = Math.floor(i / classes);
      return hard[row % 101]?.(i % classes, classes) ?? 4 * normal(draw);
    }),
    // A masked label costs infinitely much: rows of masks have the one class that is not.
    labels: Int32Array.from({ length: rows }, (_, row) => {
      const kind = row % 101;
      if (row % 17 === 3) return -100;
      return kind === 4 || kind === 5 ? classes - 1 : Math.floor(draw() * classes);
    }),
  };
}

/** The same rows with their classes apart: [slabs, classes, across]. */
function apart(values: Float32Array, classes: number): Float32Array {
  const out = new Float32Array(values.length);
  for (const [i, value] of values.entries()) {
    const [row, c] = [Math.floor(i / classes), i % classes];
    out[(Math.floor(row / across) * classes + c) * across + (row % across)] = value;
  }
  return out;
}

describe("rows held in registers", () => {
  it.each([1, 2, 3, 10, 19, 4, 12, 20])("of %d classes", async (classes) => {
    const { logits, labels } = drawn(classes);
    const inputs = { logits: tensor(logits, [rows, classes]), labels };
    expect(await complaintsOf(engine, softmaxCrossEntropy(), inputs, { reduction: "none" })).toEqual([]);
  });

  it("whose classes lie apart, weighted, each with a gradient from above", async () => {
    const { logits, labels } = drawn(5);
    const inputs = {
      logits: tensor(apart(logits, 5), [slabs, 5, across]),
      labels: tensor(labels, [slabs, across]),
      weights: tensor(
        Float32Array.from({ length: rows }, (_, row) => row % 3),
        [slabs, across],
      ),
    };
    const loss = softmaxCrossEntropy({ classWeights: [1, 2, 0, 0.5, 3], classAxis: 1 });
    const gradientScale = tensor(
      Float32Array.from({ length: rows }, (_, row) => 1 - (row % 4)),
      [slabs, across],
    );
    expect(await complaintsOf(engine, loss, inputs, { reduction: "none", gradientScale })).toEqual([]);
  });

  it("of which one is NaN, one infinite, and one has a masked label", async () => {
    const { logits, labels } = drawn(4);
    logits.set([Number.NaN, -inf, 1, 2], 4 * 200);
    logits.set([inf, 0, 1, 2], 4 * 300);
    logits.set([1, -inf, 1, 2], 4 * 400);
    labels.set([1], 200);
    labels.set([0], 300);
    labels.set([1], 400);
    const inputs = { logits: tensor(logits, [rows, 4]), labels };
    const options = { reduction: "none", checkInputs: false } as const;
    expect(await complaintsOf(engine, softmaxCrossEntropy(), inputs, options)).toEqual([]);
  });

  it("in 16 bits, whose gradient takes the logits' place", async () => {
    const { logits, labels } = drawn(8);
    for (const [i, value] of logits.entries())
      logits[i] = Number.isFinite(value) ? Math.max(-6e4, Math.min(6e4, Math.fround(value))) : value;
    const given = [softmaxCrossEntropy(), "logits", { classes: 8, values: logits, labels }] as const;
    expect(await complaintsInPlace(engine, device, ...given, "f16", {})).toEqual([]);
  });

  it("name the first fault", async () => {
    const { logits, labels } = drawn(10);
    logits[10 * 777 + 3] = Number.NaN;
    logits[10 * 901] = inf;
    const inputs = { logits: tensor(logits, [rows, 10]), labels };
    const error = await rejection(InvalidInputError, engine.evaluate(softmaxCrossEntropy(), inputs));
    expect(error).toMatchObject({ input: "logits", index: 10 * 777 + 3 });
  });
});
