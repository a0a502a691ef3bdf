import { resolveParams } from "../check/params.js";
import type { ParamSpecs, Params } from "../definition.js";
import { InvalidInputError } from "../errors.js";
import {
  type Optimizer,
  type OptimizerDefinition,
  type OptimizerFactory,
  optimizerOf,
} from "../optimizer.js";
import { paramsInfo, plainNumbers } from "./define.js";
import { planOptimizer } from "./optimizerPlan.js";

/** What a file in `optim/` says of an optimiser; everything left out has the usual value. */
export interface OptimizerSpec<S extends ParamSpecs, R extends keyof S & string>
  extends Pick<OptimizerDefinition, "name" | "body" | "fields" | "formula" | "citation">,
    Partial<Pick<OptimizerDefinition, "bodyName" | "numbers" | "slots" | "counts">> {
  readonly params: S;
  /** Parameters that have no default. */
  readonly required?: readonly R[];
  /** Flags that mean something only where another parameter is not 0. */
  readonly needs?: Readonly<Record<string, string>>;
}

/** Makes the factory of an optimiser. */
export function optimizer<S extends ParamSpecs, R extends keyof S & string = never>(
  spec: OptimizerSpec<S, R>,
): OptimizerFactory<S, R> {
  const { needs = {}, ...own } = spec;
  const definition: OptimizerDefinition = {
    bodyName: spec.name,
    numbers: plainNumbers,
    slots: () => spec.fields,
    counts: false,
    plan: planOptimizer,
    ...own,
    required: spec.required ?? [],
  };
  const { name, formula, citation } = definition;
  const make = (given: Params = {}): Optimizer => {
    for (const key of definition.required) {
      if (given[key] !== undefined) continue;
      throw new InvalidInputError(
        `${name}: ${key} is missing; give ${spec.params[key]?.range}, as in ${name}({ ${key}: 0.1 }).`,
        { input: key },
      );
    }
    const params = resolveParams(name, definition.params, given);
    for (const [flag, needed] of Object.entries(needs)) {
      if (!params[flag] || params[needed] !== 0) continue;
      throw new InvalidInputError(
        `${name}: ${flag} is true and ${needed} is 0; give a ${needed} > 0, or leave ${flag} out.`,
        { input: flag },
      );
    }
    const descriptor = { name, params };
    Object.defineProperty(descriptor, optimizerOf, { value: definition });
    return Object.freeze(descriptor);
  };
  const info = Object.freeze({
    name,
    kind: "optimizer",
    family: "optimizer",
    inputs: { parameters: "real", gradients: "real" },
    gradients: [],
    params: paramsInfo(definition.params, definition.required),
    required: definition.required,
    formula,
    citation,
  });
  return Object.freeze(Object.assign(make, { info })) as unknown as OptimizerFactory<S, R>;
}
