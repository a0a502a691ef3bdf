import type { ItemsDefinition, LossFactory, ParamSpecs, Params, Shapes } from "../definition.js";
import { ShapeError } from "../errors.js";
import { elementCount, showShape } from "../tensor.js";
import { factory, usualItems } from "./define.js";
import { planPairs } from "./pairsPlan.js";

/** What a file in `losses/` says of a loss of all pairs of a positive and a negative. */
export interface PairsSpec<S extends ParamSpecs> {
  readonly name: string;
  readonly params: S;
  /** The body's parameters as f32 fields of `<name>Params`. */
  readonly numbers: (params: Params) => Readonly<Record<string, number>>;
  readonly formula: string;
  readonly citation: string;
  /** WGSL: `<name>Value(params, difference)` and its slope, `<name>Slope`. */
  readonly body: string;
}

export interface PairsDefinition extends ItemsDefinition {
  readonly body: string;
}

/** Makes the factory of a loss of `scores` whose `targets` are 1 or 0, over all pairs of the one and the other. */
export function pairs<S extends ParamSpecs>(
  spec: PairsSpec<S>,
): LossFactory<S, "scores" | "targets", "scores"> {
  const definition: PairsDefinition = {
    ...usualItems,
    family: "ranking",
    inputs: { scores: "real", targets: "binary" },
    gradients: ["scores"],
    reductions: ["mean", "sum", "weightedMean"],
    arrange: (_, inputs) => arrange(spec.name, inputs),
    plan: planPairs,
    ...spec,
  };
  return factory(definition);
}

function arrange(name: string, inputs: Shapes) {
  const [scores = [], targets = []] = [inputs.scores?.shape, inputs.targets?.shape];
  if (showShape(scores) !== showShape(targets)) {
    throw new ShapeError(
      `${name}: scores has shape ${showShape(scores)} and targets ${showShape(targets)}; give both the same shape.`,
    );
  }
  return { itemShape: scores, sizes: { elements: elementCount(scores) } };
}
