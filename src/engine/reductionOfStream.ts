import { type GivenOptions, type PlanOptions, resolveOptions } from "../check/options.js";
import type { BaseDefinition } from "../definition.js";
import { UnsupportedError } from "../errors.js";

/** How a loss is reduced and checked over a stream, which has no gradients and keeps no number per item. */
export function reductionOfStream(
  definition: BaseDefinition,
  { reduction: asked, checkInputs: checks }: Pick<GivenOptions, "reduction" | "checkInputs">,
): Pick<PlanOptions, "reduction" | "checkInputs"> {
  const given = {
    ...(asked === undefined ? {} : { reduction: asked }),
    ...(checks === undefined ? {} : { checkInputs: checks }),
    gradients: false,
  };
  const { reduction, checkInputs } = resolveOptions(definition, [], given, true);
  if (reduction !== "none") return { reduction, checkInputs };
  throw new UnsupportedError(
    `${definition.name}: reduction "none" of a stream would keep a number per item; evaluate each batch by itself, or use "mean" or "sum".`,
  );
}
