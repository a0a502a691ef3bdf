import { countUpTo, nonNegative, oneOf, optional } from "../check/params.js";
import { readCandidates, readReferences, type Tokens } from "../check/tokens.js";
import { metric, usualMetric } from "../families/metric.js";
import { bleu as rule } from "../totals/bleu.js";
import type { Totals } from "../totals/rule.js";

const name = "bleu";
const params = {
  maxN: countUpTo(64, 4),
  smoothing: oneOf(["exp", "none", "floor", "add-k"], "exp"),
  smoothValue: optional(nonNegative(0)),
};

/**
 * Corpus BLEU of token ids, 0…100, as sacrebleu computes it of tokens: clipped n-gram matches of the whole corpus, the
 * reference length that is closest to each candidate's (the shorter of two), brevity penalty. On the host.
 *
 * Inputs `candidates`: a list of sequences of token ids; `references`: for each candidate one sequence, or a list of
 * several. The same as `sacrebleu.corpus_bleu(…, tokenize="none")`. 0 where no token matches, and of nothing.
 *
 * @param params.maxN the longest n-grams, ≥ 1. Default 4.
 * @param params.smoothing what an order without a match counts: "exp" (default) half as much as one match, then a
 *   quarter, and so on; "floor" smoothValue matches; "add-k" adds smoothValue to matches and n-grams of every order
 *   above 1; "none" makes the score 0.
 * @param params.smoothValue of "floor" (default 0.1) and "add-k" (default 1).
 */
export const bleu = metric<typeof params, "candidates" | "references">({
  ...usualMetric,
  name,
  family: "host",
  inputs: { candidates: "identities", references: "identities" },
  takesWeights: false,
  params,
  rule,
  host: ({ maxN }, inputs) => {
    const candidates = readCandidates(name, inputs.candidates);
    const references = readReferences(name, inputs.references, candidates.length);
    return corpusTotals(candidates, references, maxN as number);
  },
  surrogate: "softmaxCrossEntropy",
  formula: String.raw`100\,e^{\min(0,\,1-r/c)}\Bigl(\prod_{n=1}^{N}p_n\Bigr)^{1/N}`,
  citation:
    "K. Papineni, S. Roukos, T. Ward, W.-J. Zhu, BLEU: a Method for Automatic Evaluation of Machine Translation, ACL 2002; M. Post, A Call for Clarity in Reporting BLEU Scores, WMT 2018",
});

function corpusTotals(
  candidates: readonly Tokens[],
  references: readonly (readonly Tokens[])[],
  maxN: number,
): Totals {
  const matches = new Array<number>(maxN).fill(0);
  const ngrams = new Array<number>(maxN).fill(0);
  let [candidateLength, referenceLength] = [0, 0];
  for (const [i, candidate] of candidates.entries()) {
    const own = references[i] ?? [];
    candidateLength += candidate.length;
    referenceLength += closestLength(candidate.length, own);
    for (let n = 1; n <= maxN; n++) {
      const allowed = mostOf(own.map((reference) => countsOf(reference, n)));
      for (const [ngram, count] of countsOf(candidate, n)) {
        matches[n - 1] = (matches[n - 1] ?? 0) + Math.min(count, allowed.get(ngram) ?? 0);
      }
      ngrams[n - 1] = (ngrams[n - 1] ?? 0) + Math.max(0, candidate.length - n + 1);
    }
  }
  return { matches, ngrams, candidateLength, referenceLength };
}

/** How often each n-gram occurs, by its ids. */
function countsOf(tokens: Tokens, n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let first = 0; first + n <= tokens.length; first++) {
    const ngram = tokens.slice(first, first + n).join(" ");
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}

/** Of each n-gram as many as the reference has that has most of it. */
function mostOf(references: readonly Map<string, number>[]): Map<string, number> {
  const most = new Map<string, number>();
  for (const counts of references) {
    for (const [ngram, count] of counts) most.set(ngram, Math.max(count, most.get(ngram) ?? 0));
  }
  return most;
}

/** The length nearest to the candidate's; of two as near the shorter. */
function closestLength(length: number, references: readonly Tokens[]): number {
  const [closest = 0] = references
    .map((reference) => reference.length)
    .sort((a, b) => Math.abs(a - length) - Math.abs(b - length) || a - b);
  return closest;
}
