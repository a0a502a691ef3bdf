/** Plans of metrics, for software and for hardware that is not here: valid on Dawn's null backend, within every limit. */
import { describe, expect, it } from "vitest";
import { definitionIn, kindsOf } from "../../src/check/descriptor.js";
import { resolveInputs } from "../../src/check/inputs.js";
import { layoutOf } from "../../src/check/layout.js";
import { plannedInput } from "../../src/engine/request.js";
import { type Metric, metricDefinitionOf } from "../../src/metric.js";
import type { Plan, PlanDevice } from "../../src/plan/plan.js";
import type { MetricInputs, MetricRow } from "../cases/metricCase.js";
import { everyMetric } from "../cases/metricCatalogue.js";
import { nullDesk } from "./nullDesk.js";
import { hardware, software } from "./plans.js";

const judge = nullDesk();

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

const grids = [
  [software, true],
  [hardware, true],
  [hardware, false],
] as const;

function* plansOf(
  make: (params?: never) => Metric,
  cases: readonly Pick<MetricRow, "params" | "inputs">[],
): Generator<Plan> {
  for (const { params, inputs } of cases) {
    for (const [grid, checkInputs] of grids) {
      const plan = planOf(make(params as never), inputs, grid, checkInputs);
      if (plan) yield plan;
    }
  }
}

describe("plans", () => {
  it.each(everyMetric)("of %s", async (_name, make, { rows, scenes }) => {
    const { messages } = await judge(plansOf(make, [...rows, ...scenes]));
    expect(messages).toEqual([]);
  });
});
