import { checkOptionNames } from "../check/options.js";
import { show } from "../check/params.js";
import type { Loss } from "../definition.js";
import { InvalidInputError } from "../errors.js";
import { type Explanation, explain, type Roof } from "../plan/explain.js";
import type { PlanDevice } from "../plan/plan.js";
import { compileOptionNames, requestsOf } from "./requests.js";
import type { CompileOptions, InputShape } from "./types.js";

/** Options of `engine.explain`: those of `engine.compile`, and what the device can do at best. */
export interface ExplainOptions extends CompileOptions, Roof {}

const roofNames = ["bandwidth", "flopRate"] as const;

/** The plan of a loss for inputs of known shape, and what it costs. */
export function explainLoss(
  device: PlanDevice,
  loss: Loss,
  shapes: Readonly<Record<string, InputShape | undefined>>,
  given: ExplainOptions,
): Explanation {
  checkOptionNames("engine.explain", given, [...compileOptionNames, ...roofNames]);
  for (const name of roofNames) {
    const value = given[name];
    if (value === undefined || (typeof value === "number" && value > 0 && value < Number.POSITIVE_INFINITY))
      continue;
    const unit = name === "bandwidth" ? "bytes" : "operations";
    throw new InvalidInputError(
      `engine.explain: ${name} is ${show(value)}; it must be a number of ${unit} per second, > 0, or left out.`,
      { input: name, value },
    );
  }
  const { bandwidth, flopRate, ...options } = given;
  const { parts, sum } = requestsOf(device, loss, shapes, options);
  const requests = [sum?.prelude, ...parts.map(({ request }) => request), sum?.request];
  const plans = requests.flatMap((request) => (request ? [request.definition.plan(request)] : []));
  return explain(plans, {
    ...(bandwidth === undefined ? {} : { bandwidth }),
    ...(flopRate === undefined ? {} : { flopRate }),
  });
}
