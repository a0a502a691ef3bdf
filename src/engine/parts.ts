import { definitionIn } from "../check/descriptor.js";
import { type Layout, layoutOf } from "../check/layout.js";
import { retold } from "../check/retold.js";
import type { BaseDefinition, Part, Shapes } from "../definition.js";
import { FusedLossError, type InvalidInputError } from "../errors.js";

/** An error of a part, told in the words of the whole. */
export function renamed(error: unknown, { loss, inputs }: Part, whole: string): unknown {
  if (!(error instanceof FusedLossError)) return error;
  let message = error.message.replaceAll(loss.name, whole);
  for (const [inner, outer] of Object.entries(inputs)) {
    if (inner !== outer) message = message.replace(new RegExp(`\\b${inner}\\b`, "g"), outer);
  }
  const { input } = error as InvalidInputError;
  return retold(error, message, input === undefined ? {} : { input: inputs[input] ?? input });
}

/** How a part's items lie, of the inputs that it takes; what does not fit is told in the words of the whole. */
export function layoutOfPart(whole: BaseDefinition, part: Part, inputs: Shapes): Layout {
  try {
    return layoutOf(definitionIn(part.loss), part.loss.params, inputs);
  } catch (error) {
    throw renamed(error, part, part.label ?? whole.name);
  }
}
