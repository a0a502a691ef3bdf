import { everyReduction } from "../check/options.js";
import { integer, resolveParams } from "../check/params.js";
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

/** What a definition has unless its loss says otherwise. */
export const usual = {
  optional: [],
  oneOf: [],
  outputs: [],
  reductions: everyReduction,
  defaultReduction: "mean",
  numbers: plainNumbers,
} as const;

/** The same of a family that arranges its items itself. */
export const usualItems = { ...usual, flags: () => ({}), inPlace: false } as const;

/** The axis along which rows or lists lie, as a parameter. */
export const classAxis = { classAxis: { ...integer(-1), range: "an axis of the first input" } };

type Told = Pick<
  BaseDefinition,
  "name" | "family" | "inputs" | "gradients" | "params" | "formula" | "citation"
>;

/** Parameters as `info` tells them; those without a default have none. */
export function paramsInfo(params: ParamSpecs, required: readonly string[] = []): LossInfo["params"] {
  const entries = Object.entries(params).map(([key, spec]) => [
    key,
    { default: required.includes(key) ? undefined : spec.default, range: spec.range },
  ]);
  return Object.fromEntries(entries);
}

export function infoOf(definition: Told): LossInfo {
  return Object.freeze({
    name: definition.name,
    kind: "loss",
    family: definition.family,
    inputs: definition.inputs,
    gradients: definition.gradients,
    params: paramsInfo(definition.params),
    formula: definition.formula,
    citation: definition.citation,
  });
}

/** A loss as a user holds it: frozen, with its definition under the symbol. */
export function descriptor<I extends string, D extends string, P extends Params>(
  name: string,
  params: P,
  definition: Definition,
): Loss<I, D> & { readonly params: P } {
  const loss = { name, params };
  Object.defineProperty(loss, definitionOf, { value: definition });
  return Object.freeze(loss);
}

/** A definition → the function that users call to make descriptors of it. */
export function factory<S extends ParamSpecs, I extends string, D extends string>(
  definition: Definition,
): LossFactory<S, I, D> {
  const make = (given: Params = {}): Loss<I, D> => {
    const params = resolveParams(definition.name, definition.params, given);
    return descriptor(definition.name, params, definition);
  };
  return Object.freeze(Object.assign(make, { info: infoOf(definition) })) as unknown as LossFactory<S, I, D>;
}
