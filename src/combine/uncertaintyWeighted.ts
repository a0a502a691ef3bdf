import body from "../../shaders/combine/uncertaintyWeighted.wgsl?raw";
import { type GradientsOf, type InputsOf, resolveTerms, type SummedLoss, type Term } from "../check/terms.js";
import type { Loss } from "../definition.js";
import { InvalidInputError } from "../errors.js";
import { combined, infoOfSum } from "../families/combined.js";
import { elementwise } from "../families/elementwise.js";

const formula = String.raw`\sum_k \tfrac12 e^{-s_k} L_k + \tfrac12 s_k`;
const citation =
  "A. Kendall, Y. Gal, R. Cipolla, Multi-Task Learning Using Uncertainty to Weigh Losses for Scene Geometry and Semantics, CVPR 2018";

/** ½·s of each log variance: what keeps a term from claiming that it knows nothing. */
const cost = elementwise({
  name: "uncertaintyWeighted.cost",
  inputs: { logVariances: "real" },
  gradients: ["logVariances"],
  params: {},
  defaultReduction: "sum",
  formula: String.raw`\tfrac12 s`,
  citation,
  body,
  bodyName: "logVarianceCost",
});

/**
 * A sum of losses that learns its weights: Σ ½·exp(−sₖ)·Lₖ + ½·sₖ, where the input `logVariances` [terms]
 * holds the s. A term that stays large is trusted less; what that saves is paid for by ½·s.
 *
 * Terms as in `weightedSum`, without weights; gradients of their inputs and of `logVariances`. The result has
 * `terms`, the Lₖ. No reduction "none".
 *
 * @throws InvalidInputError for a term or a name that is not one
 */
export function uncertaintyWeighted<const T extends readonly Term<Loss>[]>(
  terms: T,
): SummedLoss<InputsOf<T> | "logVariances", GradientsOf<T> | "logVariances"> {
  const resolved = resolveTerms("uncertaintyWeighted", terms, []);
  if ("logVariances" in resolved.inputs) {
    throw new InvalidInputError(
      'uncertaintyWeighted: a term has an input "logVariances", which is the name of the sum\'s own; rename it by inputs.',
      { input: "logVariances" },
    );
  }
  const priced = {
    ...resolved,
    parts: [
      ...resolved.parts,
      { loss: cost(), inputs: { logVariances: "logVariances" }, reduction: "sum" as const },
    ],
    inputs: { ...resolved.inputs, logVariances: "real" as const },
    gradients: [...resolved.gradients, "logVariances"],
    reductions: resolved.reductions.filter((reduction) => reduction !== "none"),
  };
  return combined(
    "uncertaintyWeighted",
    priced,
    { logVariances: "logVariances" },
    formula,
    citation,
  ) as never;
}
uncertaintyWeighted.info = infoOfSum("uncertaintyWeighted", formula, citation);
