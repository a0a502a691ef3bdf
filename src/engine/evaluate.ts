import { definitionIn } from "../check/descriptor.js";
import { checkOptionNames } from "../check/options.js";
import type { Loss } from "../definition.js";
import type { GpuContext } from "../gpu/context.js";
import { type Evaluated, evaluateOne } from "./evaluateOne.js";
import { evaluateParts } from "./evaluateParts.js";
import type { EvaluateOptions } from "./types.js";

const optionNames = [
  "reduction",
  "gradients",
  "gradientScale",
  "inPlace",
  "checkInputs",
  "divisor",
  "outputs",
  "signal",
  "onProgress",
];

/** Checks a call, cuts it into pieces, runs them, and adds up in float64. */
export async function evaluate(
  gpu: GpuContext,
  loss: Loss,
  inputs: Readonly<Record<string, unknown>>,
  options: EvaluateOptions,
): Promise<Evaluated> {
  gpu.assertAlive();
  options.signal?.throwIfAborted();
  const found = definitionIn(loss);
  checkOptionNames(found.name, options, optionNames);
  if (found.parts) return evaluateParts(gpu, found, inputs, options);
  return evaluateOne(gpu, loss, inputs, options);
}
