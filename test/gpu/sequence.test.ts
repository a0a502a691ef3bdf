/** Sequences, lists and pairs where inputs are bad, buffers shared, bindings narrow, or counts beyond 32 bits. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Definition, definitionOf, type Loss } from "../../src/definition.js";
import {
  createEngine,
  ctc,
  type Engine,
  InvalidInputError,
  listMle,
  pairwiseAuc,
  ShapeError,
  tensor,
  UnsupportedError,
} from "../../src/index.js";
import type { Plan, PlanRequest } from "../../src/plan/plan.js";
import { evaluate } from "../../src/reference/evaluate.js";
import { normal, randomFrom } from "../cases/catalogue.js";
import { caught } from "../reference/caught.js";
import { bufferOf, bytesOf, floatsOf, narrowDevice, newDevice, onGpu, rejection } from "./desk.js";

let device: GPUDevice;
let engine: Engine;

beforeAll(async () => {
  // Software walks sequences otherwise where four lanes can tell each other what they have.
  device = await newDevice({}, ["subgroups"]);
  engine = await createEngine({ device });
});
afterAll(() => {
  engine.destroy();
  device.destroy();
});

const drawn = (length: number, seed: number): Float32Array => {
  const random = randomFrom(seed);
  return Float32Array.from({ length }, () => normal(random));
};

// Four frames, two sequences, three classes.
const logits = tensor(drawn(24, 1), [4, 2, 3]);
const targets = tensor(Int32Array.of(1, 2, 2, 1), [2, 2]);
const good = { logits, targets, inputLengths: [4, 3], targetLengths: [2, 1] };
const ends = "Correct the data, or pass checkInputs: false to let such items be NaN.";

/** The same inputs, one of them elsewhere or otherwise. */
type Changes = Readonly<Record<string, unknown>>;

describe("ctc refuses", () => {
  const rows: readonly (readonly [
    string,
    Changes,
    string,
    { input: string; index: number; value: number },
  ])[] = [
    [
      "more frames than there are",
      { inputLengths: [4, 5] },
      `ctc: inputLengths[1] is 5; it must be an integer in [0, 4], the frames of logits. ${ends}`,
      { input: "inputLengths", index: 1, value: 5 },
    ],
    [
      "a negative length",
      { inputLengths: [-1, 4] },
      `ctc: inputLengths[0] is -1; it must be an integer in [0, 4], the frames of logits. ${ends}`,
      { input: "inputLengths", index: 0, value: -1 },
    ],
    [
      "more targets than there are",
      { targetLengths: [2, 3] },
      `ctc: targetLengths[1] is 3; it must be an integer in [0, 2], the width of targets. ${ends}`,
      { input: "targetLengths", index: 1, value: 3 },
    ],
    [
      "the blank among the targets",
      { targets: tensor(Int32Array.of(1, 0, 0, 1), [2, 2]) },
      `ctc: targets[1] is 0, the first of 2 such values; it must be a class index in [0, 3) other than blank (0). ${ends}`,
      { input: "targets", index: 1, value: 0 },
    ],
    [
      "a target that is no class",
      { targets: tensor(Int32Array.of(1, 2, 3, 1), [2, 2]) },
      `ctc: targets[2] is 3; it must be a class index in [0, 3) other than blank (0). ${ends}`,
      { input: "targets", index: 2, value: 3 },
    ],
    [
      "flat lengths that come to more than the targets",
      { targets: tensor(Int32Array.of(1, 2, 2), [3]), targetLengths: [2, 2] },
      `ctc: targetLengths[1] is 2; it must be such that all lengths add up to 3, the length of targets. ${ends}`,
      { input: "targetLengths", index: 1, value: 2 },
    ],
    [
      "flat lengths that come to less",
      { targets: tensor(Int32Array.of(1, 2, 2), [3]), targetLengths: [1, 1] },
      `ctc: targetLengths[1] is 1; it must be such that all lengths add up to 3, the length of targets. ${ends}`,
      { input: "targetLengths", index: 1, value: 1 },
    ],
    [
      "a logit that is infinite, in a frame that is read",
      {
        logits: tensor(drawn(24, 1).fill(Number.POSITIVE_INFINITY, 20, 21), [4, 2, 3]),
        inputLengths: [4, 4],
      },
      `ctc: logits[20] is Infinity; it must be finite, or −Infinity for a masked class. ${ends}`,
      { input: "logits", index: 20, value: Number.POSITIVE_INFINITY },
    ],
  ];

  it.each(rows)("%s, in memory and on the GPU and in the reference", async (_, changes, message, details) => {
    const inputs = { ...good, ...changes };
    const onHost = await rejection(InvalidInputError, engine.evaluate(ctc(), inputs as never));
    expect(onHost).toMatchObject({ message, ...details });
    expect(caught(InvalidInputError, () => evaluate(ctc(), inputs as never))).toMatchObject({
      message,
      ...details,
    });
    const onDevice = Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => {
        const { data, shape } = Array.isArray(value)
          ? tensor(Int32Array.from(value))
          : (value as typeof logits);
        const dtype = name === "logits" ? "f32" : "i32";
        return [name, tensor(bufferOf(device, data as Float32Array), shape, { dtype })];
      }),
    );
    expect(await rejection(InvalidInputError, engine.evaluate(ctc(), onDevice as never))).toMatchObject({
      message,
      ...details,
    });
  });

  it("a blank that is no class, where the shapes are known", async () => {
    const error = await rejection(InvalidInputError, engine.evaluate(ctc({ blank: 3 }), good as never));
    expect(error).toMatchObject({
      message: "ctc: logits has shape [4, 2, 3] and blank is 3; it must be one of the 3 classes, 0 to 2.",
      input: "blank",
    });
    expect(caught(InvalidInputError, () => ctc({ blank: -1 })).message).toBe(
      "ctc: blank is -1; it must be a whole number ≥ 0 of at most 31 bits.",
    );
  });

  it("shapes that do not fit", async () => {
    const message = async (changes: Changes) =>
      ((await rejection(ShapeError, engine.evaluate(ctc(), { ...good, ...changes } as never))) as Error)
        .message;
    expect(await message({ logits: tensor(drawn(24, 1), [8, 3]) })).toBe(
      "ctc: logits has shape [8, 3]; [frames, sequences, classes] was wanted.",
    );
    expect(await message({ targets: tensor(Int32Array.of(1, 2, 1), [3, 1]) })).toMatch(
      "so targets must have shape [2, longest target] padded, or [sum of targetLengths] flat; found [3, 1]",
    );
    expect(await message({ targetLengths: [1, 1, 1] })).toMatch(
      "targetLengths must have shape [2], one length per sequence; found [3]",
    );
  });

  it("and computes rightly afterwards", async () => {
    const { loss } = await engine.evaluate(ctc(), good as never);
    expect(loss).toBeCloseTo(evaluate(ctc(), good as never).loss as number, 5);
  });
});

describe("ctc", () => {
  it("overwrites its logits where asked to, with the same bits", async () => {
    const apart = await engine.evaluate(ctc(), good as never);
    const own = onGpu(device, drawn(24, 1), [4, 2, 3]);
    const { gradients } = await engine.evaluate(ctc(), { ...good, logits: own } as never, {
      inPlace: ["logits"],
    });
    expect((gradients as { logits: { data: GPUBuffer } }).logits.data).toBe(own.data);
    expect(await floatsOf(device, own.data)).toEqual([
      ...(apart.gradients as { logits: Float32Array }).logits,
    ]);
  });

  it("overwrites 16-bit logits too", async () => {
    const own = onGpu(device, drawn(24, 1), [4, 2, 3], { dtype: "bf16" });
    await engine.evaluate(ctc(), { ...good, logits: own } as never, { inPlace: ["logits"] });
    const wanted = evaluate(ctc(), good as never).gradients.logits;
    const words = new Uint16Array(await bytesOf(device, own.data));
    const found = new Float32Array(Uint32Array.from(words, (word) => word << 16).buffer);
    for (const [i, slope] of wanted.entries()) expect(found[i]).toBeCloseTo(slope, 2);
  });

  it("divides by `divisor` in place of the count, and by the lengths still", async () => {
    const { loss } = await engine.evaluate(ctc(), good as never, { divisor: 8 });
    const each = evaluate(ctc(), good as never, { reduction: "none" }).loss as Float64Array;
    expect(loss).toBeCloseTo(((each[0] as number) / 2 + (each[1] as number)) / 8, 6);
  });

  it("adds up over encodes", async () => {
    const step = await engine.compile(
      ctc(),
      { logits: [4, 2, 3], targets: [2, 2], inputLengths: [2], targetLengths: [2] },
      { accumulate: true },
    );
    const encoder = device.createCommandEncoder();
    const inputs = {
      logits: bufferOf(device, logits.data as Float32Array),
      targets: bufferOf(device, targets.data as Int32Array),
      inputLengths: bufferOf(device, Int32Array.of(4, 3)),
      targetLengths: bufferOf(device, Int32Array.of(2, 1)),
    };
    for (let i = 0; i < 2; i++) step.encode(encoder, inputs);
    device.queue.submit([encoder.finish()]);
    const { loss, count, gradients } = await step.read({ gradients: true });
    const wanted = evaluate(ctc(), good as never);
    expect(loss).toBeCloseTo(2 * (wanted.loss as number), 5);
    expect(count).toBe(4);
    for (const [i, slope] of wanted.gradients.logits.entries()) {
      expect((gradients as { logits: Float32Array }).logits[i]).toBeCloseTo(2 * slope, 5);
    }
    step.destroy();
  });

  it("keeps one alignment from another where logits are 1e20 apart", async () => {
    const inputs = {
      logits: tensor(
        drawn(12 * 2 * 4, 6).map((x) => 1e20 * x),
        [12, 2, 4],
      ),
      targets: tensor(Int32Array.of(1, 2, 3, 3, 1, 2), [2, 3]),
      targetLengths: [3, 2],
    };
    const { loss, gradients } = await engine.evaluate(ctc(), inputs as never);
    const wanted = evaluate(ctc(), inputs as never);
    expect((loss as number) / (wanted.loss as number)).toBeCloseTo(1, 5);
    for (const [i, slope] of wanted.gradients.logits.entries()) {
      expect((gradients as { logits: Float32Array }).logits[i]).toBeCloseTo(slope, 5);
    }
  });

  it("gives the same bits where sequences take turns", async () => {
    const narrow = await narrowDevice(8192, ["subgroups"]);
    const other = await createEngine({ device: narrow });
    const inputs = {
      logits: tensor(drawn(20 * 6 * 4, 2), [20, 6, 4]),
      targets: tensor(
        Int32Array.from({ length: 6 * 5 }, (_, i) => 1 + (i % 3)),
        [6, 5],
      ),
      targetLengths: [5, 4, 3, 2, 1, 0],
    };
    // Every second of 20 frames, of four lanes with two pairs of cells each: five sequences to a turn.
    const [all, turns] = await Promise.all(
      [engine, other].map((one) => one.evaluate(ctc(), inputs as never)),
    );
    expect(turns).toEqual(all);
    other.destroy();
    narrow.destroy();
  });
});

describe("ctc where lanes cannot tell each other anything", () => {
  let plain: GPUDevice;
  let other: Engine;

  beforeAll(async () => {
    plain = await newDevice();
    other = await createEngine({ device: plain });
  });
  afterAll(() => {
    other.destroy();
    plain.destroy();
  });

  it.each([
    ["on chip", 12, 5],
    ["in scratch", 90, 40],
  ])("columns %s come to the same", async (_, frames, labels) => {
    const classes = 5;
    const inputs = {
      logits: tensor(drawn(frames * 2 * classes, 5), [frames, 2, classes]),
      targets: tensor(
        Int32Array.from({ length: 2 * labels }, (_, i) => 1 + ((i * i) % (classes - 1))),
        [2, labels],
      ),
      inputLengths: [frames, frames - 1],
      targetLengths: [labels, labels - 2],
    };
    const found = await other.evaluate(ctc(), inputs as never);
    const wanted = evaluate(ctc(), inputs as never);
    expect(found.loss).toBeCloseTo(wanted.loss as number, 4);
    for (const [i, slope] of wanted.gradients.logits.entries()) {
      expect((found.gradients as { logits: Float32Array }).logits[i]).toBeCloseTo(slope, 6);
    }
  });
});

describe("lists and pairs", () => {
  it("gives the same bits where lists take turns", async () => {
    const narrow = await narrowDevice(1024);
    const other = await createEngine({ device: narrow });
    const inputs = { scores: tensor(drawn(200, 3), [20, 10]), targets: tensor(drawn(200, 4), [20, 10]) };
    const [all, turns] = await Promise.all(
      [engine, other].map((one) => one.evaluate(listMle(), inputs as never, { reduction: "none" })),
    );
    expect(turns).toEqual(all);
    other.destroy();
    narrow.destroy();
  });

  it("pairwiseAuc has no loss per item", async () => {
    const error = await rejection(
      UnsupportedError,
      engine.evaluate(pairwiseAuc(), { scores: [1, 2], targets: [0, 1] }, { reduction: "none" }),
    );
    expect(error.message).toBe(
      'pairwiseAuc: reduction "none" has no meaning for this loss; use one of mean, sum, weightedMean.',
    );
  });

  it.each([
    ["no positives", [0, 0, 0]],
    ["no negatives", [1, 1, 1]],
  ])("pairwiseAuc with %s: loss 0, count 0, gradient 0", async (_, targets) => {
    const { loss, count, gradients } = await engine.evaluate(pairwiseAuc(), { scores: [3, -1, 2], targets });
    expect([loss, count, ...(gradients.scores as Float32Array)]).toEqual([0, 0, 0, 0, 0]);
  });

  it("pairwiseAuc refuses targets other than 0 and 1, and a weight that is no number, of a negative too", async () => {
    const scores = [1, 2, 3];
    expect(
      await rejection(InvalidInputError, engine.evaluate(pairwiseAuc(), { scores, targets: [0, 1, 0.5] })),
    ).toMatchObject({
      message: `pairwiseAuc: targets[2] is 0.5; it must be 0 or 1. ${ends}`,
    });
    const weights = [Number.NaN, 1, 1];
    expect(
      await rejection(
        InvalidInputError,
        engine.evaluate(pairwiseAuc(), { scores, targets: [0, 1, 0], weights }),
      ),
    ).toMatchObject({
      input: "weights",
      index: 0,
    });
  });

  it("pairwiseAuc counts pairs beyond 32 bits", async () => {
    // Comparing them all would take minutes here: the kernel that does is left out.
    const whole = pairwiseAuc();
    const inner = whole[definitionOf] as Definition;
    const plan = (request: PlanRequest): Plan => {
      const made = inner.plan(request);
      return {
        ...made,
        steps: made.steps.filter((step) => step.kind !== "dispatch" || !step.label.endsWith("forward")),
      };
    };
    const counting = Object.defineProperty({ ...whole }, definitionOf, { value: { ...inner, plan } }) as Loss;
    const size = 150_001;
    const answers = Float32Array.from({ length: size }, (_, i) => (i < 70_001 ? 1 : 0));
    const { count } = await engine.evaluate(
      counting,
      { scores: new Float32Array(size), targets: answers } as never,
      {
        gradients: false,
      },
    );
    expect(count).toBe(70_001 * 80_000);
  });
});
