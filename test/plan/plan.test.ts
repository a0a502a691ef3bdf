/** Plans are plain data: cloned, printed, and the same each time. */
import { describe, expect, it } from "vitest";
import { binaryCrossEntropyWithLogits } from "../../src/losses/binaryCrossEntropyWithLogits.js";
import { huber } from "../../src/losses/huber.js";
import { softmaxCrossEntropy } from "../../src/losses/softmaxCrossEntropy.js";
import type { Plan } from "../../src/plan/plan.js";
import { dispatchesOf, planOf, plansOf, shapesFor, subjects } from "./plans.js";

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
