import type { ItemsLayout, RowwiseLayout } from "../check/layout.js";
import type { Plan, PlanRequest, Step } from "../plan/plan.js";
import type { LedgerDefinition } from "./ledger.js";
import { planRowwise } from "./rowwisePlan.js";
import { topClass } from "./topClass.js";

/** The top class of each row of a piece, in the buffer `loss`, and how probable it is, in `output/confidence`. */
export function planRows(request: PlanRequest): Plan {
  const { name, confidence } = request.definition as LedgerDefinition;
  const { items, inner } = request.layout as ItemsLayout;
  const { weights: _, ...inputs } = request.inputs;
  return planRowwise({
    ...request,
    definition: topClass(name),
    params: { ...request.params, classAxis: -1 },
    layout: { ...(inner as RowwiseLayout), items, outer: items },
    inputs,
    reduction: "none",
    outputs: confidence ? ["confidence"] : [],
  });
}

/** Both plans as one: what the first found wrong is told with the totals of the second. */
export function joinRows(rows: Plan, plan: Plan): Plan {
  const named = (buffer: string): string =>
    buffer === "loss" || buffer.includes("/") ? buffer : `rows/${buffer}`;
  const at = 4 * plan.totals.length;
  const size = 4 * rows.totals.length;
  const totals = plan.buffers.totals as Plan["buffers"][string];
  const buffers = Object.entries(rows.buffers).map(([name, spec]) => [named(name), spec]);
  return {
    ...plan,
    buffers: {
      ...Object.fromEntries(buffers),
      ...plan.buffers,
      totals: { ...totals, size: totals.size + size },
    },
    steps: [
      ...rows.steps.map((step) => renamed(step, named)),
      ...plan.steps,
      {
        kind: "copy",
        from: { buffer: "rows/totals", offset: 0 },
        to: { buffer: "totals", offset: at },
        size,
      },
    ],
    totals: [
      ...plan.totals,
      ...rows.totals.map(({ name, type }) => ({
        name: /^(faults|first)_/.test(name) ? name : `rows_${name}`,
        type,
      })),
    ],
  };
}

function renamed(step: Step, named: (buffer: string) => string): Step {
  if (step.kind === "clear") return { ...step, buffer: named(step.buffer) };
  if (step.kind === "copy") {
    const [from, to] = [step.from, step.to].map((slice) => ({ ...slice, buffer: named(slice.buffer) }));
    return { ...step, from: from as typeof step.from, to: to as typeof step.to };
  }
  return {
    ...step,
    bindings: step.bindings.map((binding) => ({ ...binding, buffer: named(binding.buffer) })),
  };
}
