/** What plans ask of a device: what their dispatches bind, how many there are, and how much memory they take. */
import { describe, expect, it } from "vitest";
import type { Reduction } from "../../src/definition.js";
import { gaussianNll } from "../../src/losses/gaussianNll.js";
import { hingeGan } from "../../src/losses/hingeGan.js";
import { huber } from "../../src/losses/huber.js";
import { klDivergence } from "../../src/losses/klDivergence.js";
import { l2 } from "../../src/losses/l2.js";
import { rmse } from "../../src/losses/rmse.js";
import { softmaxCrossEntropy } from "../../src/losses/softmaxCrossEntropy.js";
import type { Binding, Dispatch, Plan } from "../../src/plan/plan.js";
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
