import type { Plan, PlanRequest } from "../plan/plan.js";
export function planRowwise(request: PlanRequest): Plan {
  throw new Error(`${request.definition.name}: not yet`);
}
