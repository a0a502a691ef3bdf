import {
  type BaseDefinition,
  type CombinedDefinition,
  definitionOf,
  type InputKind,
  type Loss,
  type LossInfo,
  type Part,
  type Reduction,
  type SumSpec,
} from "../definition.js";
import { fuse } from "./fuse.js";
import { planPack, planScales, planSum } from "./sum.js";

/** What a weighted sum is made of. */
export interface CombinedSpec {
  readonly parts: readonly Part[];
  readonly inputs: Readonly<Record<string, InputKind>>;
  readonly optional: readonly string[];
  readonly oneOf: readonly (readonly string[])[];
  readonly gradients: readonly string[];
  readonly reductions: readonly Reduction[];
}

/** Makes the descriptor of a weighted sum; its definition is made with it. */
export function combined(
  name: string,
  spec: CombinedSpec,
  weights: SumSpec["weights"],
  formula: string,
  citation = "",
): Loss {
  const numbered = spec.parts.flatMap(({ term }) => (term === undefined ? [] : [term]));
  const terms = 1 + Math.max(...numbered);
  const sum: SumSpec = {
    weights,
    terms,
    fused: Array.isArray(weights) ? fuse(name, spec.parts, weights) : spec.parts,
    pack: planPack,
    ...("logVariances" in weights ? { prelude: planScales } : {}),
  };
  const definition: CombinedDefinition = {
    ...spec,
    family: "combined",
    name,
    params: {},
    defaultReduction: spec.reductions.includes("mean") ? "mean" : (spec.reductions[0] as Reduction),
    outputs: [],
    formula,
    citation,
    numbers: () => ({}),
    sum,
    plan: planSum,
  };
  const told = spec.parts.map(({ loss, inputs, term }) => ({
    name: loss.name,
    params: loss.params,
    inputs,
    term,
  }));
  const loss = {
    name,
    params: Object.freeze({ terms: told, ...(Array.isArray(weights) ? { weights } : {}) }),
  };
  Object.defineProperty(loss, definitionOf, { value: definition });
  return Object.freeze(loss);
}

/** What a combinator tells of itself; its inputs are those of the terms. */
export function infoOfSum(name: string, formula: string, citation = ""): LossInfo {
  const base: Pick<BaseDefinition, "inputs" | "gradients"> = { inputs: {}, gradients: [] };
  return Object.freeze({ name, kind: "loss", family: "combined", ...base, params: {}, formula, citation });
}
