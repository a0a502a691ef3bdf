import type { Params } from "../definition.js";
import { added } from "./added.js";
import { listIn, numberIn } from "./read.js";
import type { Rule } from "./rule.js";

/**
 * 100 · exp(min(0, 1 − r/c)) · (Π p_n)^(1/N) of clipped n-gram matches over n-grams of the whole corpus, smoothed as
 * sacrebleu does; 0 where not one unigram matches.
 */
export const bleu: Rule = {
  name: "bleu",
  merge: added,
  finish: (totals, params) => {
    const matches = listIn(totals, "matches");
    const candidate = numberIn(totals, "candidateLength");
    if (!matches.some((count) => count > 0)) return 0;
    const shares = precisions(matches, listIn(totals, "ngrams"), params);
    if (shares.some((share) => share === 0)) return 0;
    const logs = shares.reduce((sum, share) => sum + Math.log(share), 0);
    const brevity = Math.min(0, 1 - numberIn(totals, "referenceLength") / candidate);
    return 100 * Math.exp(brevity + logs / shares.length);
  },
};

/** The precision of each order; orders of which the corpus has no n-gram at all have none. */
function precisions(matches: readonly number[], ngrams: readonly number[], params: Params): number[] {
  const { smoothing } = params;
  const value = (params.smoothValue ?? { floor: 0.1, "add-k": 1 }[smoothing as "floor"] ?? 0) as number;
  let missed = 0;
  return matches.map((match, order) => {
    const added = smoothing === "add-k" && order > 0 ? value : 0;
    const all = (ngrams[order] as number) + added;
    if (all === 0) return 0;
    if (match + added > 0) return (match + added) / all;
    if (smoothing === "exp") {
      missed++;
      return 1 / (2 ** missed * all);
    }
    return smoothing === "floor" ? value / all : 0;
  });
}
