import type { Reduction } from "../definition.js";
import type { Rule } from "./rule.js";

/**
 * What a term of a loss leaves of a batch. Every field but `flags` adds up over batches in float64, so
 * that shards evaluated anywhere give what the whole would have given, to rounding.
 */
export interface TermTotals {
  /** Σ of the losses, undivided. */
  readonly sum: number;
  /** What the data say that a mean divides by. */
  readonly divisor: number;
  /** Σ of what class weights do not touch (zLoss), and what a mean divides it by. */
  readonly plainSum: number;
  readonly plainDivisor: number;
  /** Items counted. */
  readonly count: number;
  /** 1: a loss was NaN. 2: one was infinite. 4: a weight was NaN, and so is what they divide. */
  readonly flags: number;
}

/** How the totals of a term become its loss. */
export interface TermRecipe {
  readonly reduction: Exclude<Reduction, "none">;
  /** Instead of what the data say. */
  readonly divisor?: number;
  /** The loss is the root of the mean. */
  readonly root?: boolean;
  /** What the term weighs in its sum. */
  readonly weight: number;
  /** Of a weighted sum: which of the terms that are told apart this is a part of, and times what. */
  readonly term?: number;
  readonly factor?: number;
}

/** A loss of any number of batches. */
export interface StreamedLoss {
  readonly loss: number;
  readonly count: number;
  /** Of a weighted sum: each term's loss, unweighted. */
  readonly terms?: number[];
}

export const noTotals: TermTotals = { sum: 0, divisor: 0, plainSum: 0, plainDivisor: 0, count: 0, flags: 0 };

export function addTerms(a: TermTotals, b: TermTotals): TermTotals {
  return {
    sum: a.sum + b.sum,
    divisor: a.divisor + b.divisor,
    plainSum: a.plainSum + b.plainSum,
    plainDivisor: a.plainDivisor + b.plainDivisor,
    count: a.count + b.count,
    flags: a.flags | b.flags,
  };
}

/** The loss of one term: its sum over its divisor, its root where asked. */
function lossOf(totals: TermTotals, { reduction, divisor, root }: TermRecipe): number {
  const isMean = reduction !== "sum";
  const isBroken = isMean && divisor === undefined && (totals.flags & 4) !== 0;
  if (isBroken || (totals.flags & 1) !== 0) return Number.NaN;
  if ((totals.flags & 2) !== 0) return Number.POSITIVE_INFINITY;
  const over = (sum: number, natural: number): number => {
    const by = isMean ? (divisor ?? natural) : 1;
    return by === 0 ? 0 : sum / by;
  };
  const value = over(totals.sum, totals.divisor) + over(totals.plainSum, totals.plainDivisor);
  return root ? Math.sqrt(value) : value;
}

/** A loss of the totals of all its terms. A weighted sum counts the items of its first term, any other loss all. */
export function finishTerms(totals: readonly TermTotals[], recipes: readonly TermRecipe[]): StreamedLoss {
  const losses = recipes.map((recipe, i) => lossOf(totals[i] ?? noTotals, recipe));
  const loss = losses.reduce((sum, value, i) => sum + times((recipes[i] as TermRecipe).weight, value), 0);
  const told = recipes.flatMap(({ term }) => term ?? []);
  if (told.length === 0) return { loss, count: totals.reduce((sum, { count }) => sum + count, 0) };
  const terms: number[] = Array.from({ length: Math.max(...told) + 1 }, () => 0);
  for (const [i, { term, factor = 1 }] of recipes.entries()) {
    if (term !== undefined) terms[term] = (terms[term] as number) + times(factor, losses[i] as number);
  }
  const first = totals.filter((_, i) => recipes[i]?.term === 0);
  return { loss, terms, count: first.reduce((sum, { count }) => sum + count, 0) };
}

/** Nothing of something infinite is nothing. */
function times(factor: number, value: number): number {
  return factor === 0 && !Number.isNaN(value) ? 0 : factor * value;
}

/** Totals of a loss, term by term. */
export const lossRule: Rule<readonly TermTotals[], readonly TermRecipe[], StreamedLoss> = {
  name: "loss",
  merge: (a, b) => a.map((term, i) => addTerms(term, b[i] ?? noTotals)),
  finish: (totals, recipes) => finishTerms(totals ?? [], recipes),
};
