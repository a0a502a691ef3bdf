import { definitionIn, kindsOf } from "../check/descriptor.js";
import { resolveInputs } from "../check/inputs.js";
import { layoutOf } from "../check/layout.js";
import { type GivenOptions, resolveOptions } from "../check/options.js";
import type { Loss } from "../definition.js";
import type { GpuContext } from "../gpu/context.js";
import { type Call, checkBuffer, checkInPlace } from "./request.js";

/** Checks a call of a loss that is not made of others. */
export function callOf(
  gpu: GpuContext,
  loss: Loss,
  inputs: Readonly<Record<string, unknown>>,
  options: GivenOptions,
): Call {
  const definition = definitionIn(loss);
  const kinds = kindsOf(definition, loss.params);
  const sources = resolveInputs(definition, kinds, inputs);
  const layout = layoutOf(definition, loss.params, sources);
  const resolved = resolveOptions(definition, Object.keys(sources), options, true);
  const alignment = gpu.device.limits.minStorageBufferOffsetAlignment;
  for (const [input, source] of Object.entries(sources)) {
    checkBuffer(definition.name, input, source, alignment);
  }
  checkInPlace(definition.name, resolved.inPlace, sources);
  return { definition, loss, kinds, sources, layout, options: resolved };
}
