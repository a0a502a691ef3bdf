import { type Definition, definitionOf, type InputKind, type Loss, type Params } from "../definition.js";
import { type Metric, metricDefinitionOf } from "../metric.js";
import { optimizerOf } from "../optimizer.js";
import { noGradients } from "./noGradients.js";
import { refused } from "./refused.js";

const wanted = {
  input: "loss",
  noun: "a loss",
  example: "huber",
  others: [
    [
      optimizerOf,
      (name: string) =>
        `loss is the optimiser ${name}; a loss such as huber() was wanted. Optimisers go to engine.optimizer().`,
    ],
  ],
} as const;

/** The definition that a descriptor carries; refuses metrics, what is no descriptor, or only a copy of one. */
export function definitionIn(loss: unknown): Definition {
  const { [definitionOf]: definition, [metricDefinitionOf]: metric } = Object(loss) as Partial<Loss & Metric>;
  if (definition) return definition;
  if (metric) throw noGradients(metric);
  throw refused(loss, wanted);
}

/** What the numbers of each input mean under these parameters. */
export function kindsOf(definition: Definition, params: Params): Readonly<Record<string, InputKind>> {
  const refined = "kinds" in definition ? definition.kinds?.(params) : undefined;
  return refined ? { ...definition.inputs, ...refined } : definition.inputs;
}
