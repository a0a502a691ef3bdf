import type { Resolved } from "../check/terms.js";
import type { CombinedDefinition, Loss, LossInfo, Reduction, SumSpec } from "../definition.js";
import { descriptor, infoOf } from "./define.js";
import { fuse } from "./fuse.js";
import { planPack, planScales, planSum } from "./sum.js";

/** Makes the descriptor of a weighted sum; its definition is made with it. */
export function combined(
  name: string,
  spec: Resolved,
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
  const params = Object.freeze({ terms: told, ...(Array.isArray(weights) ? { weights } : {}) });
  return descriptor(name, params, definition);
}

/** What a combinator tells of itself; its inputs are those of the terms. */
export function infoOfSum(name: string, formula: string, citation = ""): LossInfo {
  return infoOf({ name, family: "combined", inputs: {}, gradients: [], params: {}, formula, citation });
}
