/** Plans are plain data: what they bind, how often they dispatch, what they cost, and that they cover every item once. */
import { describe, expect, it } from "vitest";
import type { Reduction } from "../../src/definition.js";
import { binaryCrossEntropyWithLogits } from "../../src/losses/binaryCrossEntropyWithLogits.js";
import { gaussianNll } from "../../src/losses/gaussianNll.js";
import { hingeGan } from "../../src/losses/hingeGan.js";
import { huber } from "../../src/losses/huber.js";
import { klDivergence } from "../../src/losses/klDivergence.js";
import { l2 } from "../../src/losses/l2.js";
import { rmse } from "../../src/losses/rmse.js";
import { softmaxCrossEntropy } from "../../src/losses/softmaxCrossEntropy.js";
import type { Binding, Dispatch, Plan, PlanRequest } from "../../src/plan/plan.js";
import { definitionOfLoss } from "../cases/catalogue.js";
import { complaints } from "./complaints.js";
import {
  dispatchesOf,
  gradientsOf,
  hardware,
  lossOf,
  planOf,
  plansOf,
  rowsOf,
  type Subject,
  shapesFor,
  software,
  subjects,
} from "./plans.js";

/** Every option of a subject on at once, as far as they go together, in some combinations. */
function everyOptionOf(subject: Subject): Plan[] {
  const loss = subject.make();
  const definition = definitionOfLoss(loss);
  const plans: Plan[] = [];
  for (const [rows, classes] of [
    [6, 5],
    [64, 4],
  ] as const) {
    const each = [rowsOf(subject, rows, classes)];
    const weights = definition.parts ? { realWeights: each, fakeWeights: each } : { weights: each };
    for (const dtype of ["f32", "f16"] as const) {
      const shapes = { ...shapesFor(subject, rows, classes, dtype), ...weights };
      for (const reduction of definition.reductions) {
        for (const accumulate of [false, true]) {
          const inPlace = accumulate ? [] : gradientsOf(subject);
          for (const device of [software, hardware]) {
            for (const own of [inPlace, []]) {
              plans.push(
                ...plansOf(
                  lossOf(subject, subject.variants.at(-1) ?? {}, classes),
                  shapes,
                  { reduction, accumulate, checkInputs: true, outputs: definition.outputs, inPlace: own },
                  device,
                  { scalePerItem: reduction === "none" },
                ),
              );
            }
          }
        }
      }
    }
  }
  return plans;
}

describe("with every option on, no dispatch asks for more than any device has", () => {
  it.each(subjects)("$name", (subject) => {
    const plans = everyOptionOf(subject);
    expect(plans.length).toBeGreaterThan(7);
    expect([...new Set(plans.flatMap(complaints))]).toEqual([]);
  });

  it("the complaint sees what is wrong", () => {
    const plan = planOf(huber(), { predictions: [4], targets: [4] });
    const [kernel] = dispatchesOf(plan) as [Dispatch];
    const wrong: Binding = { buffer: "input/targets", offset: 4, size: 32, access: "read_write" };
    const broken = { ...kernel, bindings: [...kernel.bindings, wrong, wrong, wrong], workgroups: 0 };
    expect(complaints({ ...plan, steps: [broken] })).toEqual(
      expect.arrayContaining([
        "huber/kernel binds 9 storage buffers",
        "huber/kernel has 0 workgroups",
        "huber/kernel binds input/targets at 4, no multiple of 256",
        "huber/kernel binds input/targets up to 36 of 16 bytes",
        "huber/kernel binds input/targets to be written, and once more",
      ]),
    );
  });
});

describe("the number of dispatches", () => {
  const labelled = { logits: [64, 10], labels: [64] };
  const pair = { predictions: [4096], targets: [4096] };
  it.each([
    ["elementwise", huber(), pair, {}, ["kernel", "fold"]],
    ["elementwise, weighed", huber(), { ...pair, weights: [4096] }, {}, ["kernel", "fold"]],
    [
      "elementwise, divided by the weights",
      huber(),
      { ...pair, weights: [4096] },
      { reduction: "weightedMean" },
      ["count", "kernel", "fold"],
    ],
    ["weightedMean without weights", huber(), pair, { reduction: "weightedMean" }, ["kernel", "fold"]],
    ["none", huber(), pair, { reduction: "none" }, ["kernel", "fold"]],
    ["no gradient", huber(), pair, { gradients: false }, ["kernel", "fold"]],
    ["a root", rmse(), pair, {}, ["kernel", "fold", "kernel"]],
    [
      "a root, divided by the weights",
      rmse(),
      { ...pair, weights: [4096] },
      { reduction: "weightedMean" },
      ["count", "kernel", "fold", "kernel"],
    ],
    ["a root without gradient", rmse(), pair, { gradients: false }, ["kernel", "fold"]],
    ["a regulariser", l2(), { parameters: [4096] }, {}, ["kernel", "fold"]],
    ["rows with labels", softmaxCrossEntropy(), labelled, {}, ["count", "kernel", "fold"]],
    ["rows with labels, summed", softmaxCrossEntropy(), labelled, { reduction: "sum" }, ["kernel", "fold"]],
    [
      "rows of log-probabilities, which may be masked",
      klDivergence(),
      { logProbabilities: [64, 10], targets: [64, 10] },
      {},
      ["count", "kernel", "fold"],
    ],
    [
      "16-bit gradients of odd rows",
      softmaxCrossEntropy(),
      { logits: { shape: [64, 5], dtype: "f16" }, labels: [64] },
      {},
      ["count", "kernel", "fold", "pack"],
    ],
    [
      "16-bit gradients of rows in fours",
      softmaxCrossEntropy(),
      { logits: { shape: [64, 8], dtype: "f16" }, labels: [64] },
      {},
      ["count", "kernel", "fold"],
    ],
    [
      "more gradients than one dispatch binds",
      gaussianNll(),
      { predictions: [64], targets: [64], variances: [64], weights: [64] },
      { reduction: "none" },
      ["kernel", "kernel", "fold"],
    ],
  ] as const)("%s", (_what, loss, shapes, options, stages) => {
    for (const device of [software, hardware]) {
      const plan = planOf(loss, shapes, options, device);
      expect(dispatchesOf(plan).map(({ label }) => label.replace(/^.*\//, ""))).toEqual(stages);
    }
  });

  it("with the divisor given, none looks for it", () => {
    const plan = planOf(softmaxCrossEntropy(), labelled, {}, software, { externalDivisor: true });
    expect(dispatchesOf(plan).map(({ label }) => label)).toEqual([
      "softmaxCrossEntropy/kernel",
      "softmaxCrossEntropy/fold",
    ]);
    const root = planOf(rmse(), pair, {}, software, { externalDivisor: true });
    expect(dispatchesOf(root)).toHaveLength(2);
  });

  it("a discriminator is two plans, and the second adds to the first", () => {
    const plans = plansOf(hingeGan.discriminator(), { real: [8], fake: [9] });
    expect(plans.map(({ label }) => label)).toEqual(["hingeGan.real", "hingeGan.fake"]);
    const addsLoss = plans.map(
      (plan) => /const ADDS_LOSS = (\w+);/.exec(dispatchesOf(plan)[1]?.module.code ?? "")?.[1],
    );
    expect(addsLoss).toEqual(["false", "true"]);
  });

  it("a divisor that only the data tell is known after as few dispatches", () => {
    const plan = planOf(softmaxCrossEntropy(), labelled, { gradients: false }, software, {
      divisorOnly: true,
    });
    expect(dispatchesOf(plan).map(({ label }) => label)).toEqual([
      "softmaxCrossEntropy/count",
      "softmaxCrossEntropy/fold",
    ]);
  });
});

describe("memory beyond inputs, gradients and losses", () => {
  const most = 512 * 1024;
  const extra = ({ buffers }: Plan): number =>
    Object.values(buffers)
      .filter(({ role }) => !["input", "gradient", "loss", "output"].includes(role))
      .reduce((total, { size }) => total + size, 0);

  it.each(subjects)("$name: partial sums only", (subject) => {
    const definition = definitionOfLoss(subject.make());
    const weights = definition.parts ? {} : { weights: [rowsOf(subject, 2 ** 16, 64)] };
    for (const device of [software, hardware]) {
      const shapes = { ...shapesFor(subject, 2 ** 16, 64), ...weights };
      const reduction: Reduction = definition.reductions.includes("weightedMean") ? "weightedMean" : "mean";
      for (const plan of plansOf(subject.make(), shapes, { reduction, checkInputs: true }, device)) {
        expect(extra(plan)).toBeLessThan(most);
      }
    }
  });

  it("grows with the lists given, and with 16-bit rows that end within a word", () => {
    const shapes = { logits: [1024, 4096], labels: [1024] };
    const plain = extra(planOf(softmaxCrossEntropy(), shapes));
    const classWeights = new Float32Array(4096).fill(1);
    const listed = extra(planOf(softmaxCrossEntropy({ classWeights }), shapes));
    expect(listed - plain).toBe(4 * 4096);
    const odd = { logits: { shape: [1024, 1001], dtype: "f16" }, labels: [1024] } as const;
    const wide = extra(planOf(softmaxCrossEntropy(), odd));
    expect(wide).toBeGreaterThanOrEqual(4 * 1024 * 1001);
    expect(wide).toBeLessThan(4 * 1024 * 1001 + most);
  });

  it("gradients in place take none", () => {
    const shapes = { predictions: [1024], targets: [1024] };
    const plan = planOf(huber(), shapes, { inPlace: ["predictions", "targets"] });
    const gradients = Object.values(plan.buffers).filter(({ role }) => role === "gradient");
    expect(gradients.map(({ inPlaceOf }) => inPlaceOf)).toEqual(["predictions", "targets"]);
    const bound = dispatchesOf(plan).flatMap(({ bindings }) => bindings.map(({ buffer }) => buffer));
    expect(bound.filter((name) => name.startsWith("gradient/"))).toEqual([]);
  });
});

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

describe("a plan is plain data", () => {
  const plans = subjects.flatMap((subject) => plansOf(subject.make(), shapesFor(subject, 6, 5)));

  it("that can be cloned and printed", () => {
    for (const plan of plans) {
      const { buffers, ...rest } = plan;
      expect(structuredClone(plan)).toEqual(plan);
      expect(JSON.parse(JSON.stringify(rest))).toEqual({ ...rest, counted: rest.counted });
      expect(JSON.stringify(buffers)).not.toContain("null");
    }
  });

  it("that is the same each time", () => {
    const make = () =>
      planOf(binaryCrossEntropyWithLogits({ posWeight: [1, 2] }), { logits: [9, 2], targets: [9, 2] });
    expect(make()).toEqual(make());
  });

  it("whose text does not depend on parameters, nor on lengths", () => {
    const text = (plan: Plan) => dispatchesOf(plan).map(({ module }) => module.code);
    const pair = (n: number) => ({ predictions: [n], targets: [n] });
    expect(text(planOf(huber({ delta: 3 }), pair(4096)))).toEqual(text(planOf(huber(), pair(64))));
    const rows = (n: number) => ({ logits: [n, 12], labels: [n] });
    const smoothed = softmaxCrossEntropy({ labelSmoothing: 0.3, ignoreIndex: 7 });
    expect(text(planOf(smoothed, rows(500)))).toEqual(
      text(planOf(softmaxCrossEntropy({ labelSmoothing: 0.1 }), rows(40))),
    );
  });

  it("huber, mean: this one", () => {
    const plan = planOf(huber(), { predictions: [1000], targets: [1000] });
    const structure = {
      label: plan.label,
      counted: plan.counted,
      totals: plan.totals.map(({ name, type }) => `${name}: ${type}`),
      buffers: Object.entries(plan.buffers).map(
        ([name, { role, size }]) => `${name}: ${role}, ${size} bytes`,
      ),
      steps: plan.steps.map((step) =>
        step.kind !== "dispatch"
          ? step.kind
          : {
              label: step.label,
              workgroups: step.workgroups,
              bindings: step.bindings.map(
                ({ buffer, offset, size, access }) => `${access} ${buffer} [${offset}, ${offset + size})`,
              ),
              uniform: step.uniform.map((field) => Object.values(field)[0]),
              sections: step.module.sections.map(({ name }) => name),
            },
      ),
    };
    expect(structure).toMatchInlineSnapshot(`
      {
        "buffers": [
          "input/predictions: input, 4000 bytes",
          "input/targets: input, 4000 bytes",
          "gradient/predictions: gradient, 4000 bytes",
          "gradient/targets: gradient, 4000 bytes",
          "count: count, 8 bytes",
          "totals: totals, 28 bytes",
          "loss: loss, 4 bytes",
          "side: side, 256 bytes",
          "tallies: scratch, 12 bytes",
        ],
        "counted": 1000,
        "label": "huber",
        "steps": [
          {
            "bindings": [
              "read input/predictions [0, 4000)",
              "read input/targets [0, 4000)",
              "read side [0, 256)",
              "read_write tallies [0, 12)",
              "read_write gradient/predictions [0, 4000)",
              "read_write gradient/targets [0, 4000)",
            ],
            "label": "huber/kernel",
            "sections": [
              "huber/kernel (generated)",
              "shaders/lib/limits.wgsl",
              "shaders/lib/count.wgsl",
              "shaders/lib/domain.wgsl",
              "shaders/lib/scale.wgsl",
              "shaders/lib/tree.wgsl",
              "shaders/losses/huber.wgsl",
              "shaders/families/elementwise.wgsl",
            ],
            "uniform": [
              1000,
              0,
              0,
              "gradientScale",
              "scaleMode",
              "divisor",
              "divisorMode",
              "ratio",
              1000,
              "delta",
            ],
            "workgroups": 1,
          },
          {
            "bindings": [
              "read tallies [0, 12)",
              "read side [0, 256)",
              "read_write count [0, 8)",
              "read_write totals [0, 28)",
              "read_write loss [0, 4)",
            ],
            "label": "huber/fold",
            "sections": [
              "huber/fold (generated)",
              "shaders/lib/accumulated.wgsl",
              "shaders/lib/count.wgsl",
              "shaders/lib/domain.wgsl",
              "shaders/lib/scale.wgsl",
              "shaders/lib/tree.wgsl",
              "shaders/stages/fold.wgsl",
            ],
            "uniform": [
              1,
              1000,
              0,
              "gradientScale",
              "scaleMode",
              "divisor",
              "divisorMode",
              "ratio",
              1000,
            ],
            "workgroups": 1,
          },
        ],
        "totals": [
          "sum: f32",
          "flags: u32",
          "counted: u32",
          "naturalCounted: u32",
          "naturalDivisor: f32",
          "naturalPlain: f32",
          "naturalBroken: u32",
        ],
      }
    `);
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
