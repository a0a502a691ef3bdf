/** Plans cover every item once, in ranges where bindings are small, and as pieces of a larger call. */
import { describe, expect, it } from "vitest";
import { binaryCrossEntropyWithLogits } from "../../src/losses/binaryCrossEntropyWithLogits.js";
import { huber } from "../../src/losses/huber.js";
import { softmaxCrossEntropy } from "../../src/losses/softmaxCrossEntropy.js";
import type { Binding, Dispatch, Plan, PlanRequest } from "../../src/plan/plan.js";
import { complaints } from "./complaints.js";
import { dispatchesOf, hardware, planOf, software } from "./plans.js";

describe("ranges, where bindings are small", () => {
  const small = { ...software, maxBindingSize: 2 ** 16 };

  /** The slices of a buffer that dispatches of one kind bind, in order. */
  function slices(plan: Plan, stage: string, buffer: string): Binding[] {
    return dispatchesOf(plan)
      .filter(({ label }) => label.endsWith(`/${stage}`))
      .flatMap(({ bindings }) => bindings.filter((binding) => binding.buffer === buffer));
  }

  /** Whether slices lie end to end from 0, and how far they reach. */
  function reach(bound: readonly Binding[]): number {
    let end = 0;
    for (const { offset, size } of bound) {
      expect(offset).toBe(end);
      end = offset + size;
    }
    return end;
  }

  const widest = (plan: Plan): number =>
    Math.max(...dispatchesOf(plan).flatMap(({ bindings }) => bindings.map(({ size }) => size)));

  it.each([
    [100_000, "f32"],
    [100_000, "f16"],
    [65_537, "bf16"],
    [16_384, "f32"],
  ] as const)("%i elements of %s are each taken once", (n, dtype) => {
    const input = { shape: [n], dtype };
    const shapes = { predictions: input, targets: [n], weights: [n] };
    for (const reduction of ["mean", "weightedMean", "none"] as const) {
      const plan = planOf(huber(), shapes, { reduction }, small);
      const bytes = Math.ceil((n * (dtype === "f32" ? 4 : 2)) / 4) * 4;
      expect(reach(slices(plan, "kernel", "input/predictions"))).toBe(bytes);
      expect(reach(slices(plan, "kernel", "gradient/predictions"))).toBe(bytes);
      expect(reach(slices(plan, "kernel", "input/weights"))).toBe(4 * n);
      if (reduction === "none") expect(reach(slices(plan, "kernel", "loss"))).toBe(4 * n);
      if (reduction === "weightedMean") expect(reach(slices(plan, "count", "input/weights"))).toBe(4 * n);
      const items = dispatchesOf(plan)
        .filter(({ label }) => label.endsWith("/kernel"))
        .map(({ uniform }) => (uniform[0] as { u32: number }).u32);
      expect(items.reduce((a, b) => a + b, 0)).toBe(n);
      expect(widest(plan)).toBeLessThanOrEqual(small.maxBindingSize);
      expect(complaints(plan)).toEqual([]);
    }
  });

  it.each([
    [3000, 10, "f32"],
    [3001, 7, "f16"],
    [2999, 12, "bf16"],
  ] as const)("%i rows of %i classes in %s are each taken once", (rows, classes, dtype) => {
    const shapes = { logits: { shape: [rows, classes], dtype }, labels: [rows], weights: [rows] };
    const options = { reduction: "weightedMean", outputs: ["entropy"] } as const;
    const plan = planOf(softmaxCrossEntropy(), shapes, options, small);
    const bytes = Math.ceil((rows * classes * (dtype === "f32" ? 4 : 2)) / 4) * 4;
    expect(reach(slices(plan, "kernel", "input/logits"))).toBe(bytes);
    expect(reach(slices(plan, "kernel", "input/labels"))).toBe(4 * rows);
    expect(reach(slices(plan, "count", "input/labels"))).toBe(4 * rows);
    expect(reach(slices(plan, "count", "input/weights"))).toBe(4 * rows);
    const isWide = plan.buffers["wide/logits"] !== undefined;
    expect(isWide).toBe(dtype !== "f32" && classes % 4 !== 0);
    expect(reach(slices(plan, isWide ? "pack" : "kernel", "gradient/logits"))).toBe(bytes);
    const copied = plan.steps.filter((step) => step.kind === "copy" && step.to.buffer === "output/entropy");
    expect(copied.reduce((total, step) => total + (step.kind === "copy" ? step.size : 0), 0)).toBe(4 * rows);
    expect(widest(plan)).toBeLessThanOrEqual(small.maxBindingSize);
    expect(complaints(plan)).toEqual([]);
  });

  it("rows whose classes lie apart are cut between slabs", () => {
    const loss = softmaxCrossEntropy({ classAxis: 1 });
    const plan = planOf(loss, { logits: [1000, 3, 5], labels: [1000, 5] }, {}, small);
    expect(reach(slices(plan, "kernel", "input/logits"))).toBe(4 * 15_000);
    expect(complaints(plan)).toEqual([]);
    // One image may be as large as a binding.
    const images = planOf(loss, { logits: [4, 4, 64, 64], labels: [4, 64, 64] }, {}, small);
    const kernels = slices(images, "kernel", "input/logits");
    expect(kernels.map(({ size }) => size)).toEqual([2 ** 16, 2 ** 16, 2 ** 16, 2 ** 16]);
  });

  it("weights of the leading axis are bound whole", () => {
    const shapes = { predictions: [100, 1000], targets: [100, 1000], weights: [100] };
    const plan = planOf(huber(), shapes, {}, small);
    const bound = slices(plan, "kernel", "input/weights");
    expect(new Set(bound.map(({ offset, size }) => `${offset} ${size}`))).toEqual(new Set(["0 400"]));
    expect(bound.length).toBeGreaterThan(1);
  });

  it("where 128 rows do not fit, as many as do begin anywhere", () => {
    const plan = planOf(softmaxCrossEntropy(), { logits: [200, 1000], labels: [200] }, {}, small);
    const bound = slices(plan, "kernel", "input/logits");
    // 16 rows are 64,000 bytes, and with them is bound what lies between them and a multiple of 256.
    expect(bound.map(({ offset }) => offset)).toEqual(
      Array.from({ length: 13 }, (_, i) => 256 * Math.floor((i * 64_000) / 256)),
    );
    expect(bound.map(({ offset, size }) => offset + size)).toEqual([
      ...Array.from({ length: 12 }, (_, i) => (i + 1) * 64_000),
      800_000,
    ]);
  });

  it("a row that does not fit is bound in spans of its classes", () => {
    const plan = planOf(softmaxCrossEntropy(), { logits: [2, 40_000], labels: [2] }, {}, small);
    const whole = new Set(
      slices(plan, "take", "input/logits").map(({ offset, size }) => `${offset} ${size}`),
    );
    // 16,320 classes, 16,320 and 7,360; the second row begins at byte 160,000.
    expect([...whole]).toEqual([
      "0 65280",
      "65280 65280",
      "130560 29440",
      "160000 65280",
      "225280 65280",
      "290560 29440",
    ]);
    expect(Math.max(...slices(plan, "kernel", "gradient/logits").map(({ size }) => size))).toBe(65_280);
  });

  it("beyond 2²⁴ items sums and counts stay exact: ranges of at most so many", () => {
    const n = 3 * 2 ** 24 + 5;
    const plan = planOf(
      huber(),
      { predictions: [n], targets: [1] },
      {},
      { ...hardware, maxBindingSize: 2 ** 31 },
    );
    const items = dispatchesOf(plan)
      .filter(({ label }) => label.endsWith("/kernel"))
      .map(({ uniform }) => (uniform[0] as { u32: number }).u32);
    expect(items).toEqual([2 ** 24, 2 ** 24, 2 ** 24, 5]);
  });
});

describe("what a piece of a larger call is told", () => {
  const request: Partial<PlanRequest> = { firstItem: 1000 };
  const field = (plan: Plan, code: RegExp): number => {
    const [kernel] = dispatchesOf(plan) as [Dispatch];
    const fields = /struct Uniforms \{\n([^}]*)\}/.exec(kernel.module.code)?.[1]?.split("\n") ?? [];
    return (kernel.uniform[fields.findIndex((line) => code.test(line))] as { u32: number }).u32;
  };

  it("where it begins along the last axis", () => {
    const loss = binaryCrossEntropyWithLogits({ posWeight: [1, 2, 3] });
    const plan = planOf(loss, { logits: [7, 3], targets: [7, 3] }, {}, software, request);
    expect(field(plan, /lastPhase/)).toBe(1000 % 3);
  });

  it("where it begins among weights of the leading axis", () => {
    const shapes = { predictions: [50, 30], targets: [50, 30], weights: [50] };
    const plan = planOf(huber(), shapes, {}, software, request);
    expect(field(plan, /firstWeight/)).toBe(Math.floor(1000 / 30));
    expect(field(plan, /weightPhase/)).toBe(1000 % 30);
  });

  it("and nothing of weights that are its own", () => {
    const shapes = { predictions: [64], targets: [64], weights: [64] };
    const counted = planOf(huber(), shapes, { reduction: "weightedMean" }, software, request);
    expect(field(counted, /firstWeight/)).toBe(0);
    expect(field(counted, /weightPhase/)).toBe(0);
  });
});
