import { resolveParams } from "../check/params.js";
import {
  type BaseDefinition,
  type Definition,
  definitionOf,
  type Loss,
  type LossFactory,
  type LossInfo,
  type ParamSpecs,
  type Params,
} from "../definition.js";

/** Numeric parameters as the body's f32 fields: booleans as 0 or 1; what is no number is left out. */
export function plainNumbers(params: Params): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const [key, value] of Object.entries(params)) {
    if (typeof value === "number") numbers[key] = value;
    if (typeof value === "boolean") numbers[key] = value ? 1 : 0;
  }
  return numbers;
}

export function infoOf(definition: BaseDefinition): LossInfo {
  const params = Object.entries(definition.params).map(([key, spec]) => [
    key,
    { default: spec.default, range: spec.range },
  ]);
  return Object.freeze({
    name: definition.name,
    kind: "loss",
    family: definition.family,
    inputs: definition.inputs,
    gradients: definition.gradients,
    params: Object.fromEntries(params),
    formula: definition.formula,
    citation: definition.citation,
  });
}

/** A definition → the function that users call to make descriptors of it. */
export function factory<S extends ParamSpecs, I extends string, D extends string>(
  definition: Definition,
): LossFactory<S, I, D> {
  const make = (given: Params = {}): Loss<I, D> => {
    const params = resolveParams(definition.name, definition.params, given);
    const loss = { name: definition.name, params };
    Object.defineProperty(loss, definitionOf, { value: definition });
    return Object.freeze(loss);
  };
  return Object.freeze(Object.assign(make, { info: infoOf(definition) })) as unknown as LossFactory<S, I, D>;
}
