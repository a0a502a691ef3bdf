import { type Definition, definitionOf, type InputKind, type Loss, type Params } from "../definition.js";
import { InvalidInputError } from "../errors.js";
import { type Metric, metricDefinitionOf } from "../metric.js";
import { optimizerOf } from "../optimizer.js";

/** The definition that a descriptor carries; refuses what is no descriptor, or only a copy of one. */
export function definitionIn(loss: unknown): Definition {
  if (typeof loss === "function") {
    const { name } = (loss as { info?: { name?: string } }).info ?? loss;
    throw new InvalidInputError(
      `loss is the function ${name || "itself"}; call it, as in ${name || "huber"}(), to get the loss.`,
      { input: "loss" },
    );
  }
  const { [definitionOf]: definition, name } = (loss ?? {}) as Partial<Loss>;
  if (definition) return definition;
  if ((loss as Metric | null)?.[metricDefinitionOf]) {
    throw new InvalidInputError(
      `${name}: this is a metric, and a loss was wanted; use engine.measure, or evaluate a loss such as huber().`,
      { input: "loss" },
    );
  }
  if (typeof loss === "object" && loss !== null && optimizerOf in loss) {
    throw new InvalidInputError(
      `loss is the optimiser ${name}; a loss such as huber() was wanted. Optimisers go to engine.optimizer().`,
      { input: "loss" },
    );
  }
  if (typeof name === "string") {
    throw new InvalidInputError(
      `${name}: this descriptor is a copy without its definition, which structuredClone, postMessage and JSON leave behind; call the factory again: ${name}(copy.params).`,
      { input: "loss" },
    );
  }
  const found = loss === null ? "null" : typeof loss;
  throw new InvalidInputError(`loss is ${found}; a loss such as huber() was wanted.`, { input: "loss" });
}

/** What the numbers of each input mean under these parameters. */
export function kindsOf(definition: Definition, params: Params): Readonly<Record<string, InputKind>> {
  const refined = "kinds" in definition ? definition.kinds?.(params) : undefined;
  return refined ? { ...definition.inputs, ...refined } : definition.inputs;
}
