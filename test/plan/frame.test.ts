/** The arithmetic of ranges, windows, sizes and totals, at its edges. */
import { describe, expect, it } from "vitest";
import { requestsOf } from "../../src/engine/requests.js";
import { cutRanges, Frame, gradientSpec, maxItemsPerRange } from "../../src/families/frame.js";
import { tallyFields, tallyText, totalsFields } from "../../src/families/tally.js";
import { huber } from "../../src/losses/huber.js";
import { addTotals, finishLoss, readTotals, rootSlope, type Totals } from "../../src/plan/totals.js";
import { planOf, software } from "./plans.js";

function frameOf(changes = {}): Frame {
  const { parts } = requestsOf(software, huber(), { predictions: [10], targets: [10] }, {});
  const request = { ...(parts[0] as (typeof parts)[0]).request, ...changes };
  return new Frame(request, tallyFields([], []), 10, undefined);
}

describe("cutRanges", () => {
  it("covers all items once, in order", () => {
    expect(cutRanges(10, 4, 2)).toEqual([
      { first: 0, count: 4 },
      { first: 4, count: 4 },
      { first: 8, count: 2 },
    ]);
    for (const [items, most, step] of [
      [1, 1, 1],
      [1000, 7, 1],
      [1024, 1024, 128],
      [1025, 1024, 128],
      [1023, 1000, 128],
    ] as const) {
      const ranges = cutRanges(items, most, step);
      expect(ranges.reduce((end, { first, count }) => (first === end ? end + count : Number.NaN), 0)).toBe(
        items,
      );
      expect(ranges.every(({ first, count }) => first % step === 0 && count <= most && count > 0)).toBe(true);
    }
  });

  it("nothing is no range, and what fits is one", () => {
    expect(cutRanges(0, 100, 10)).toEqual([]);
    expect(cutRanges(100, 100, 10)).toEqual([{ first: 0, count: 100 }]);
    expect(cutRanges(99, 100, 10)).toEqual([{ first: 0, count: 99 }]);
  });

  it("a range is a whole number of steps, at least one", () => {
    expect(cutRanges(30, 19, 10)).toHaveLength(3);
    expect(cutRanges(30, 5, 10)).toHaveLength(3);
  });

  it("never more items than an f32 counts", () => {
    const ranges = cutRanges(2 ** 25 + 1, Number.POSITIVE_INFINITY, 1024);
    expect(ranges.map(({ count }) => count)).toEqual([maxItemsPerRange, maxItemsPerRange, 1]);
  });
});

describe("windows", () => {
  const frame = frameOf();
  it.each([
    ["words as they are", "f32", false, 0, 5, 0, { offset: 0, size: 20 }],
    ["vectors to the next 16 bytes", "f32", true, 0, 5, 0, { offset: 0, size: 32 }],
    ["16 bits to the next word", "f16", false, 0, 5, 0, { offset: 0, size: 12 }],
    ["16-bit vectors to the next 8 bytes", "bf16", true, 0, 5, 0, { offset: 0, size: 16 }],
    ["from the range's first", "f32", false, 128, 5, 0, { offset: 512, size: 20 }],
    ["from the range's first, in 16 bits", "f16", false, 128, 4, 0, { offset: 256, size: 8 }],
    ["from an offset", "f32", true, 64, 4, 512, { offset: 768, size: 16 }],
    ["never nothing", "f32", true, 0, 0, 0, { offset: 0, size: 16 }],
  ] as const)("%s", (_what, dtype, vector, first, count, base, expected) => {
    expect(frame.window("input/x", dtype, vector, first, count, base)).toEqual({
      buffer: "input/x",
      access: "read",
      ...expected,
    });
  });

  it("a gradient's buffer is as large as its numbers, or as vectors reach", () => {
    const { request } = frameOf({
      inputs: {
        predictions: { elements: 5, dtype: "f16", padded: false, offset: 0 },
        targets: { elements: 5, dtype: "f32", padded: true, offset: 0 },
        weights: { elements: 1, dtype: "f16", padded: true, offset: 0 },
      },
      gradientDtypes: { predictions: "f16", targets: "f32", weights: "f16" },
      inPlace: ["targets"],
    });
    expect(gradientSpec(request, "predictions")).toEqual({ role: "gradient", size: 12 });
    expect(gradientSpec(request, "targets")).toEqual({ role: "gradient", size: 32, inPlaceOf: "targets" });
    expect(gradientSpec(request, "weights")).toEqual({ role: "gradient", size: 4 });
  });
});

describe("totals", () => {
  it("are read word by word, by name", () => {
    const plan = planOf(huber(), { predictions: [4], targets: [1] }, { checkInputs: true });
    expect(plan.totals.map(({ name }) => name)).toEqual([
      "sum",
      "flags",
      "counted",
      "gradient_targets",
      "faults_predictions",
      "first_predictions",
      "faults_targets",
      "first_targets",
      "naturalCounted",
      "naturalDivisor",
      "naturalPlain",
      "naturalBroken",
    ]);
    const bytes = new DataView(new ArrayBuffer(4 * plan.totals.length));
    for (const [i, { type }] of plan.totals.entries()) {
      if (type === "f32") bytes.setFloat32(4 * i, i + 0.5, true);
      else bytes.setUint32(4 * i, i, true);
    }
    expect(readTotals(plan, bytes.buffer)).toMatchObject({
      sum: 0.5,
      flags: 1,
      counted: 4,
      naturalDivisor: 9.5,
      naturalBroken: 11,
      words: { gradient_targets: 3.5, first_targets: 7 },
    });
  });

  const totals = (some: Partial<Totals>): Totals => ({
    sum: 0,
    flags: 0,
    counted: 0,
    naturalDivisor: 0,
    naturalPlain: 0,
    naturalBroken: 0,
    terms: [],
    words: {},
    ...some,
  });

  it("of two pieces add up in float64", () => {
    const a = totals({ sum: 2 ** 53, flags: 1, counted: 2 ** 32, naturalDivisor: 0.5 });
    const b = totals({ sum: 2, flags: 2, counted: 1, naturalDivisor: 0.25, naturalBroken: 1 });
    expect(addTotals(a, b)).toMatchObject({
      sum: 2 ** 53 + 2,
      flags: 3,
      counted: 2 ** 32 + 1,
      naturalDivisor: 0.75,
      naturalBroken: 1,
    });
  });

  it.each([
    ["a mean", { sum: 6, naturalDivisor: 4 }, undefined, true, false, 1.5],
    ["a sum", { sum: 6, naturalDivisor: 4 }, undefined, false, false, 6],
    ["a divisor given", { sum: 6, naturalDivisor: 4 }, 12, true, false, 0.5],
    ["a root", { sum: 36, naturalDivisor: 4 }, undefined, true, true, 3],
    ["nothing counted", { sum: 0, naturalDivisor: 0 }, undefined, true, false, 0],
    ["a NaN", { sum: 6, naturalDivisor: 4, flags: 1 }, undefined, true, false, Number.NaN],
    [
      "an infinity",
      { sum: 6, naturalDivisor: 4, flags: 2 },
      undefined,
      true,
      false,
      Number.POSITIVE_INFINITY,
    ],
    ["both", { sum: 6, naturalDivisor: 4, flags: 3 }, undefined, true, false, Number.NaN],
    [
      "a NaN among the weights",
      { sum: 6, naturalDivisor: 4, naturalBroken: 1 },
      undefined,
      true,
      false,
      Number.NaN,
    ],
    ["a NaN among weights that divide nothing", { sum: 6, naturalBroken: 1 }, 3, true, false, 2],
  ] as const)("%s", (_what, some, divisor, isMean, isRoot, expected) => {
    expect(finishLoss(totals({ ...some, counted: 7 }), divisor, isMean, isRoot)).toEqual({
      value: expected,
      count: 7,
      terms: [],
    });
  });

  it("the slope of a root, and none where there is no error", () => {
    expect(rootSlope(36, 4)).toBe(0.5 / 3);
    expect(rootSlope(0, 4)).toBe(0);
    expect(rootSlope(0, 0)).toBe(0);
  });
});

describe("tallies", () => {
  const fields = tallyFields(["targets"], ["predictions"]);
  it("have a neutral value and a merge for every field", () => {
    const text = tallyText(fields);
    expect(text).toContain("fn emptyTally() -> Tally { return Tally(0.0, 0u, 0u, 0.0, 0u, 0xffffffffu); }");
    expect(text).toContain(
      "return Tally(a.sum + b.sum, a.flags | b.flags, a.counted + b.counted, a.gradient_targets + b.gradient_targets, a.faults_predictions + b.faults_predictions, min(a.first_predictions, b.first_predictions));",
    );
    expect(totalsFields(fields).slice(0, fields.length)).toEqual(
      fields.map(({ name, type }) => ({ name, type })),
    );
  });
});
