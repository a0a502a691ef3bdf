/** Plans of metrics, for software and for hardware that is not here: valid on Dawn's null backend, within every limit. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { definitionIn, kindsOf } from "../../src/check/descriptor.js";
import { resolveInputs } from "../../src/check/inputs.js";
import { layoutOf } from "../../src/check/layout.js";
import { plannedInput } from "../../src/engine/request.js";
import { PipelineCache } from "../../src/gpu/pipelines.js";
import { type Metric, metricDefinitionOf } from "../../src/metric.js";
import type { Plan, PlanDevice } from "../../src/plan/plan.js";
import type { MetricInputs } from "../cases/metricCase.js";
import { everyMetric } from "../cases/metricCatalogue.js";
import { complaints } from "./complaints.js";
import { nullDevice } from "./nullDevice.js";
import { dispatchesOf, hardware, software } from "./plans.js";

let device: GPUDevice;
let modules = 0;

beforeAll(async () => {
  device = await nullDevice();
});
afterAll(() => {
  console.log(`${modules} modules are valid`);
  device.destroy();
});

/** The plan of a batch, in one piece; nothing where there are no items or no GPU is asked. */
function planOf(
  metric: Metric,
  inputs: MetricInputs,
  device: PlanDevice,
  checkInputs: boolean,
): Plan | undefined {
  const work = metric[metricDefinitionOf]?.work?.(metric.params, Object.keys(inputs));
  if (!work) return undefined;
  const { loss, reduction } = work;
  const definition = definitionIn(loss);
  const sources = resolveInputs(definition, kindsOf(definition, loss.params), inputs);
  const layout = layoutOf(definition, loss.params, sources);
  if (layout.items === 0) return undefined;
  return definition.plan({
    definition,
    params: loss.params,
    layout,
    inputs: Object.fromEntries(
      Object.entries(sources).map(([name, source]) => [name, { ...plannedInput(source), padded: false }]),
    ),
    reduction,
    gradients: [],
    gradientDtypes: {},
    inPlace: [],
    checkInputs,
    outputs: [],
    accumulated: [],
    accumulateLoss: false,
    scalePerItem: false,
    firstItem: 0,
    externalDivisor: false,
    divisorOnly: false,
    device,
  });
}

describe("plans", () => {
  it.each(everyMetric)("of %s", async (_name, make, { rows, scenes }) => {
    const cache = new PipelineCache(device);
    const messages = new Set<string>();
    const seen = new Map<string, Promise<unknown>>();
    for (const { params, inputs } of [...rows, ...scenes]) {
      for (const [grid, checkInputs] of [
        [software, true],
        [hardware, true],
        [hardware, false],
      ] as const) {
        const plan = planOf(make(params), inputs, grid, checkInputs);
        if (!plan) continue;
        for (const text of complaints(plan)) messages.add(text);
        for (const dispatch of dispatchesOf(plan)) {
          const { code } = dispatch.module;
          if (!seen.has(code))
            seen.set(
              code,
              cache.get(dispatch).catch((error: Error) => messages.add(error.message)),
            );
        }
      }
    }
    await Promise.all(seen.values());
    modules += seen.size;
    expect([...messages]).toEqual([]);
  });
});
