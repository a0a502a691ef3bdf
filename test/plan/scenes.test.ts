/**
 * Plans of losses with scenes: every module valid on Dawn's null backend, which runs nothing, for software and for
 * hardware that is not here; at most 8 storage buffers to a dispatch; no buffer that the plan does not declare.
 */
import { describe, expect, it } from "vitest";
import { layoutOf } from "../../src/check/layout.js";
import type { Loss } from "../../src/definition.js";
import type { CompileOptions, InputShape } from "../../src/engine/types.js";
import type { Plan, PlanRequest } from "../../src/plan/plan.js";
import type { Scene } from "../cases/case.js";
import { casesOf, definitionOfLoss, type Factory, sceneFactories } from "../cases/catalogue.js";
import { nullDesk } from "./nullDesk.js";
import { hardware, plansOf, software } from "./plans.js";

const judge = nullDesk();

/** Settings that ask for text of their own. */
interface Mode {
  readonly weights?: boolean;
  readonly options?: CompileOptions;
  readonly changes?: (request: PlanRequest) => Partial<PlanRequest>;
}

const modes: readonly Mode[] = [
  {},
  { options: { checkInputs: true } },
  { options: { gradients: false, checkInputs: true }, weights: true },
  { options: { accumulate: true } },
  { options: { reduction: "sum" }, weights: true },
  {
    options: { reduction: "none", checkInputs: true },
    weights: true,
    changes: () => ({ scalePerItem: true }),
  },
  { options: { reduction: "none", accumulate: true } },
  { options: { reduction: "weightedMean", checkInputs: true }, weights: true },
  { options: { gradients: false }, changes: () => ({ divisorOnly: true }) },
  { changes: () => ({ externalDivisor: true }) },
];

/** Uploads in 16 bits come back as f32. */
const widened = (request: PlanRequest): Partial<PlanRequest> => ({
  gradientDtypes: Object.fromEntries(request.gradients.map((name) => [name, "f32"])),
});

/** The modes, and one gradient at a time. */
function modesOf(loss: Loss, given: readonly string[]): Mode[] {
  const definition = definitionOfLoss(loss);
  const alone = definition.gradients.filter((name) => given.includes(name));
  return [
    ...modes.filter(({ options }) =>
      definition.reductions.includes(options?.reduction ?? definition.defaultReduction),
    ),
    ...alone.map((name) => ({ options: { gradients: [name] }, changes: widened })),
  ];
}

function shapesOf(
  loss: Loss,
  { inputs }: Scene,
  dtype: "f32" | "f16" | "bf16",
  isWeighed: boolean,
): Record<string, InputShape> {
  const shapes: Record<string, InputShape> = Object.fromEntries(
    Object.entries(inputs).map(([name, { shape, values }]) => [
      name,
      values instanceof Int32Array ? shape : { shape, dtype },
    ]),
  );
  const { itemShape } = layoutOf(definitionOfLoss(loss), loss.params, inputs);
  return isWeighed ? { ...shapes, weights: { shape: itemShape, dtype } } : shapes;
}

/** Those of every scene in every mode, for software and for hardware. */
function* everyPlan(make: Factory): Generator<Plan> {
  const { scenes = [] } = casesOf(make.info.name);
  for (const [i, scene] of scenes.entries()) {
    const loss = make(scene.params);
    const modes = modesOf(loss, Object.keys(scene.inputs));
    for (const [j, { weights = false, options, changes }] of modes.entries()) {
      // The first scenes in every dtype; later ones differ in sizes and parameters.
      for (const dtype of i < 3 ? (["f32", "f16", "bf16"] as const) : (["f32"] as const)) {
        if (dtype === "bf16" && j % 2 === 1) continue;
        const shapes = shapesOf(loss, scene, dtype, weights);
        for (const grid of [software, hardware]) yield* plansOf(loss, shapes, options, grid, changes);
      }
    }
  }
}

describe("every module compiles, in scenes", () => {
  it.each(sceneFactories.map((make) => [make.info.name, make] as const))("losses/%s", async (_, make) => {
    const { count, messages } = await judge(everyPlan(make));
    expect(messages.slice(0, 5)).toEqual([]);
    expect(count).toBeGreaterThan(10);
  });
});
