/**
 * Plans of losses with scenes: every module valid on Dawn's null backend, which runs nothing, for software and for
 * hardware that is not here; at most 8 storage buffers to a dispatch; no buffer that the plan does not declare.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { layoutOf } from "../../src/check/layout.js";
import type { Loss } from "../../src/definition.js";
import type { CompileOptions, InputShape } from "../../src/engine/types.js";
import { PipelineCache } from "../../src/gpu/pipelines.js";
import type { Plan, PlanRequest } from "../../src/plan/plan.js";
import type { Scene } from "../cases/case.js";
import { casesOf, definitionOfLoss, type Factory, sceneFactories } from "../cases/catalogue.js";
import { nullDevice } from "./nullDevice.js";
import { dispatchesOf, hardware, plansOf, software } from "./plans.js";

let device: GPUDevice;
let modules = 0;

beforeAll(async () => {
  device = await nullDevice(["subgroups"]);
});
afterAll(() => {
  console.log(`${modules} modules are valid`);
  device.destroy();
});

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

/** What is wrong with a plan, without a device. */
function complaintsOf(plan: Plan): string[] {
  // An input of nothing has a buffer all the same.
  const declared = (name: string) => Math.max(4, plan.buffers[name]?.size ?? -1);
  return dispatchesOf(plan).flatMap(({ label, bindings, workgroups }) => [
    ...(bindings.length > 8 ? [`${label} binds ${bindings.length} storage buffers`] : []),
    ...(Number.isInteger(workgroups) && workgroups >= 0 && workgroups <= 65535
      ? []
      : [`${label} has ${workgroups} workgroups`]),
    ...bindings
      .filter(
        ({ buffer, offset, size }) => offset % 256 !== 0 || size <= 0 || offset + size > declared(buffer),
      )
      .map(
        ({ buffer, offset, size }) =>
          `${label} binds ${offset} + ${size} bytes of ${buffer}, which has ${declared(buffer)}`,
      ),
    ...bindings
      .filter(
        (one) => one.access === "read_write" && bindings.some((b) => b !== one && b.buffer === one.buffer),
      )
      .map(({ buffer }) => `${label} binds ${buffer} twice and writes it`),
  ]);
}

async function compileAll(make: Factory): Promise<{ count: number; messages: string[] }> {
  const { scenes = [] } = casesOf(make.info.name);
  const cache = new PipelineCache(device);
  const seen = new Set<string>();
  const waiting: Promise<unknown>[] = [];
  const messages = new Set<string>();
  for (const [i, scene] of scenes.entries()) {
    const loss = make(scene.params);
    for (const [j, { weights = false, options, changes }] of modesOf(
      loss,
      Object.keys(scene.inputs),
    ).entries()) {
      // The first scenes in every dtype; later ones differ in sizes and parameters.
      for (const dtype of i < 3 ? (["f32", "f16", "bf16"] as const) : (["f32"] as const)) {
        if (dtype === "bf16" && j % 2 === 1) continue;
        for (const grid of [software, hardware]) {
          const shapes = shapesOf(loss, scene, dtype, weights);
          for (const plan of plansOf(loss, shapes, options, grid, changes)) {
            for (const text of complaintsOf(plan)) messages.add(`${scene.title}: ${text}`);
            for (const dispatch of dispatchesOf(plan)) {
              if (seen.has(dispatch.module.code)) continue;
              seen.add(dispatch.module.code);
              waiting.push(cache.get(dispatch).catch((error: Error) => messages.add(error.message)));
            }
          }
        }
      }
    }
  }
  await Promise.all(waiting);
  return { count: seen.size, messages: [...messages] };
}

describe("every module compiles, in scenes", () => {
  it.each(sceneFactories.map((make) => [make.info.name, make] as const))("losses/%s", async (_, make) => {
    const { count, messages } = await compileAll(make);
    expect(messages.slice(0, 5)).toEqual([]);
    expect(count).toBeGreaterThan(10);
    modules += count;
  });
});
