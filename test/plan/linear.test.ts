/** Plans of linear(loss): valid WGSL on every grid, at most 8 storage buffers, and never more than a chunk of X·W. */
import { describe, expect, it } from "vitest";
import { layoutOf } from "../../src/check/layout.js";
import type { Loss } from "../../src/definition.js";
import type { CompileOptions, InputShape } from "../../src/engine/types.js";
import { binaryCrossEntropyWithLogits, linear, mse, rmse, softmaxCrossEntropy } from "../../src/index.js";
import { explain } from "../../src/plan/explain.js";
import type { Plan, PlanDevice } from "../../src/plan/plan.js";
import type { Scene } from "../cases/case.js";
import { casesOf, definitionOfLoss } from "../cases/catalogue.js";
import { complaints } from "./complaints.js";
import { nullDesk } from "./nullDesk.js";
import { dispatchesOf, hardware, planOf, software } from "./plans.js";

const judge = nullDesk();

const { scenes = [] } = casesOf("linear");
const mebi = 2 ** 20;

/** So small that a batch takes several chunks. */
const narrow = (grid: PlanDevice): PlanDevice => ({ ...grid, maxBindingSize: 1024 });

const modes: readonly (readonly [CompileOptions, "f32" | "f16" | "bf16"])[] = [
  [{ checkInputs: true }, "f32"],
  [{ accumulate: true }, "f16"],
  [{ reduction: "none", checkInputs: true, accumulate: true }, "f32"],
  [{ reduction: "none" }, "f16"],
  [{ reduction: "weightedMean" }, "bf16"],
  [{ reduction: "sum", gradients: ["bias"] }, "f32"],
  [{ gradients: ["weightMatrix"] }, "f16"],
  [{ gradients: false }, "f32"],
];

/** In every mode that the inner loss has, on every grid. */
function* everyPlan(made: Loss, inputs: Scene["inputs"]): Generator<Plan> {
  const definition = definitionOfLoss(made);
  const { itemShape } = layoutOf(definition, made.params, inputs);
  for (const [options, dtype] of modes) {
    const reduction = options.reduction ?? "mean";
    const gradients = options.gradients;
    if (!definition.reductions.includes(reduction)) continue;
    if (Array.isArray(gradients) && !gradients.every((name) => inputs[name])) continue;
    const shapes: Record<string, InputShape> = Object.fromEntries(
      Object.entries(inputs).map(([name, { shape, values }]) => [
        name,
        values instanceof Int32Array ? shape : { shape, dtype },
      ]),
    );
    const weights = reduction === "sum" ? {} : { weights: { shape: itemShape, dtype } };
    const all = { ...shapes, ...weights };
    const { outputs } = definition;
    for (const grid of [software, hardware, narrow(software)])
      yield planOf(made, all, { ...options, outputs }, grid, { scalePerItem: reduction === "none" });
  }
}

describe("every plan is one that any device takes", () => {
  it.each(scenes.map((scene) => [scene.title, scene] as const))("%s", async (_title, { made, inputs }) => {
    if (!made) throw new Error("a scene of a combinator brings its loss");
    const { messages } = await judge(everyPlan(made, inputs));
    expect(messages).toEqual([]);
  });
});

describe("what a plan costs", () => {
  const sizes = { inputs: [1024, 256], weightMatrix: [256, 50257], bias: [50257], labels: [1024] };

  it.each([software, hardware])("32 MiB where the logits would take 196 (%#)", (grid) => {
    const plan = planOf(linear(softmaxCrossEntropy()), sizes, {}, grid);
    const { extraBytes } = explain([plan]);
    expect(extraBytes).toBeLessThanOrEqual(32 * mebi);
    expect(plan.buffers.chunk?.size).toBeGreaterThan(16 * mebi);
    expect(plan.buffers["input/logits"]).toBeUndefined();
  });

  it.each([
    ["odd, many columns", linear(softmaxCrossEntropy()), [300, 4], 300_007, "labels"],
    ["one column, many rows", linear(mse()), [20_000_000, 1], 1, "targets"],
    ["many labels", linear(binaryCrossEntropyWithLogits()), [50, 2], 670_091, "targets"],
  ] as const)("and no more than 32 MiB for %s", (_what, loss, samples, columns, other) => {
    for (const grid of [software, hardware]) {
      const plan = planOf(
        loss,
        {
          inputs: samples,
          weightMatrix: [samples[1], columns],
          [other]: other === "labels" || columns === 1 ? [samples[0]] : [samples[0], columns],
        },
        { gradients: ["weightMatrix"] },
        { ...grid, maxBindingSize: 2 ** 28 },
      );
      expect(explain([plan]).extraBytes).toBeLessThanOrEqual(32 * mebi);
      expect(complaints(plan)).toEqual([]);
    }
  });

  it("the stages come in this order, chunk by chunk", () => {
    const stages = (grid: PlanDevice, loss: Loss = linear(softmaxCrossEntropy()), other = "labels") =>
      dispatchesOf(
        planOf(
          loss,
          { inputs: [16, 2], weightMatrix: [2, 30], [other]: other === "labels" ? [16] : [16, 30] },
          {},
          grid,
        ),
      ).map(({ label }) => label.replace("linear/", ""));
    const chunk = ["product", "kernel", "gradient of inputs", "gradient of weights"];
    const one = stages(software).map((label) => label.replace(" joined", ""));
    expect([...new Set(one)]).toEqual(["count", ...chunk, "fold"]);
    const many = stages(narrow(software)).filter((label) => label !== "gradient of weights joined");
    expect(many).toEqual(["count", ...chunk, ...chunk, "fold"]);
    const root = stages(narrow(software), linear(rmse()), "targets").filter(
      (label) => label !== "gradient of weights joined",
    );
    expect(root).toEqual(["product", "kernel", "product", "kernel", "fold", ...chunk, ...chunk]);
  });

  it("a row longer than a chunk is made span by span: for a look, to be taken, and for its slopes", () => {
    const shapes = { inputs: [2, 2], weightMatrix: [2, 9 * mebi], labels: [2] };
    const plan = planOf(linear(softmaxCrossEntropy()), shapes, {}, hardware);
    const stages = dispatchesOf(plan).map(({ label }) => label.replace("linear/", ""));
    const slopes = ["product", "kernel", "gradient of inputs", "gradient of weights"];
    const row = ["product", "take", "product", "take", "kernel", ...slopes, ...slopes];
    const looks = ["product", "look", "product", "look"];
    const joined = stages.filter((label) => !label.endsWith(" joined"));
    expect(joined).toEqual([...looks, ...looks, "count", ...row, ...row, "fold"]);
    expect(explain([plan]).extraBytes).toBeLessThanOrEqual(32 * mebi);
    expect(complaints(plan)).toEqual([]);
  });

  it("a row that no binding takes is refused with the sizes", () => {
    const shapes = { inputs: [2, 1], weightMatrix: [1, 2 ** 26], labels: [2] };
    expect(() => planOf(linear(softmaxCrossEntropy()), shapes)).toThrow(
      /weightMatrix takes 268435456 bytes and one binding of this device 134217728/,
    );
  });
});
