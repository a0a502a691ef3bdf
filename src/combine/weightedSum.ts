import { show } from "../check/params.js";
import { type GradientsOf, type InputsOf, resolveTerms, type SummedLoss, type Term } from "../check/terms.js";
import type { Loss } from "../definition.js";
import { InvalidInputError } from "../errors.js";
import { combined, infoOfSum } from "../families/combined.js";

/** A term and how much it weighs. */
export interface WeightedTerm<L extends Loss = Loss> extends Term<L> {
  /** Default 1. */
  readonly weight?: number;
}

const formula = String.raw`\sum_k w_k\,L_k`;

/**
 * A weighted sum of losses: multi-task training, a data loss plus λ times a regulariser, blends.
 *
 * ```ts
 * weightedSum([
 *   { loss: huber(), weight: 1, inputs: { predictions: "depth", targets: "depthTruth" } },
 *   { loss: softmaxCrossEntropy(), weight: 0.5 },
 *   { loss: l2(), weight: 1e-4 },
 * ]);
 * ```
 *
 * `inputs` renames a term's inputs; inputs of one name are shared, and their gradients add. Each term is
 * reduced by the call's `reduction` ("none" only if all terms have one shape) or by its own, regularisers
 * always by sum; a bare `weights` goes to every term but regularisers, `divisor` to every mean. The result
 * has `terms`, each term's loss without its weight (compiled: `step.terms`, a buffer; like the loss it is
 * added to under `accumulate`); `count` is the first term's. Elementwise terms over the same inputs run in
 * one kernel. No `inPlace`.
 *
 * @throws InvalidInputError for a term, a name or a weight that is not one; UnsupportedError where no reduction
 *   serves all terms
 */
export function weightedSum<const T extends readonly WeightedTerm[]>(
  terms: T,
): SummedLoss<InputsOf<T>, GradientsOf<T>> {
  const resolved = resolveTerms("weightedSum", terms, ["weight"]);
  const weights = terms.map(({ weight = 1 }, index) => {
    if (Number.isFinite(weight)) return weight;
    throw new InvalidInputError(
      `weightedSum: terms[${index}].weight is ${show(weight)}; it must be a finite number.`,
      { input: "weight" },
    );
  });
  return combined("weightedSum", resolved, weights, formula) as never;
}
weightedSum.info = infoOfSum("weightedSum", formula);
