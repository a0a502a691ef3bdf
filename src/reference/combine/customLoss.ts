import { interpret } from "../../derive/interpret.js";
import type { Program } from "../../derive/program.js";
import type { ElementReference } from "../shapes.js";

/** A body of the user's own, run in float64 with the slopes beside each value. */
export function customLoss(program: Program): ElementReference {
  const { differentiable } = program;
  return (params, inputs) => {
    const { value, slopes } = interpret(program, { ...(params as Record<string, number>), ...inputs });
    const named = differentiable.map((name, k) => [name, slopes[k] as number]);
    return { value, ...Object.fromEntries(named) };
  };
}
