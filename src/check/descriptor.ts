import { type Definition, definitionOf, type InputKind, type Loss, type Params } from "../definition.js";
import { metricDefinitionOf } from "../metric.js";
import { optimizerOf } from "../optimizer.js";
import { refused } from "./refused.js";

const wanted = {
  input: "loss",
  noun: "a loss",
  example: "huber",
  others: [
    [
      metricDefinitionOf,
      (name: string) =>
        `${name}: this is a metric, and a loss was wanted; use engine.measure, or evaluate a loss such as huber().`,
    ],
    [
      optimizerOf,
      (name: string) =>
        `loss is the optimiser ${name}; a loss such as huber() was wanted. Optimisers go to engine.optimizer().`,
    ],
  ],
} as const;

/** The definition that a descriptor carries; refuses what is no descriptor, or only a copy of one. */
export function definitionIn(loss: unknown): Definition {
  const definition = (Object(loss) as Partial<Loss>)[definitionOf];
  if (definition) return definition;
  throw refused(loss, wanted);
}

/** What the numbers of each input mean under these parameters. */
export function kindsOf(definition: Definition, params: Params): Readonly<Record<string, InputKind>> {
  const refined = "kinds" in definition ? definition.kinds?.(params) : undefined;
  return refined ? { ...definition.inputs, ...refined } : definition.inputs;
}
