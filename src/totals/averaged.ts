import type { Params } from "../definition.js";
import { added } from "./added.js";
import { isBroken, listIn, ratio } from "./read.js";
import type { Rule, Totals } from "./rule.js";

/** What is counted of a class: right ones, those that were predicted, those that are. */
export interface Hits {
  readonly hits: number;
  readonly predicted: number;
  readonly actual: number;
}

/** A score of each class, averaged over the classes as the parameter `average` says. */
export function averaged(name: string, score: (one: Hits) => number): Rule {
  return { name, merge: added, finish: (totals, params) => finish(totals, params, score) };
}

function finish(totals: Totals, params: Params, score: (one: Hits) => number): number | Float64Array {
  const classes = classesOf(totals);
  const scores = Float64Array.from(classes, (one) => (isBroken(totals) ? Number.NaN : score(one)));
  if (isBroken(totals)) return params.average === "none" ? scores : Number.NaN;
  const support = classes.map(({ actual }) => actual);
  switch (params.average) {
    case "none":
      return scores;
    case "macro":
      return ratio(total([...scores]), scores.length);
    case "weighted":
      return ratio(total(support.map((weight, c) => weight * (scores[c] as number))), total(support));
    case "micro":
      return score(pooled(classes));
    default:
      // Of two classes the second is the one meant; alone it is the positive one.
      return scores.at(-1) ?? 0;
  }
}

function classesOf(totals: Totals): Hits[] {
  const [hits, predicted, actual] = ["hits", "predicted", "actual"].map((name) => listIn(totals, name));
  return (hits ?? []).map((value, c) => ({
    hits: value,
    predicted: predicted?.[c] ?? 0,
    actual: actual?.[c] ?? 0,
  }));
}

function pooled(classes: readonly Hits[]): Hits {
  return {
    hits: total(classes.map(({ hits }) => hits)),
    predicted: total(classes.map(({ predicted }) => predicted)),
    actual: total(classes.map(({ actual }) => actual)),
  };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
