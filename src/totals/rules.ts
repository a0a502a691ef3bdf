import * as metricRules from "./index.js";
import { lossRule } from "./losses.js";
import type { Rule, Totals } from "./rule.js";

/** What a rule may know beside the totals. */
export interface RuleSettings {
  /** The parameters of the loss or metric. */
  readonly params: unknown;
  /** Of a loss: its terms' recipes. */
  readonly recipe: unknown;
}

/** A rule whose types are known only where its totals are made. No totals at all are `null`. */
export interface AnyRule {
  readonly merge: (a: unknown, b: unknown) => unknown;
  readonly finish: (totals: unknown, settings: RuleSettings) => unknown;
}

const ofMetric = (rule: Rule): AnyRule => ({
  merge: (a, b) => rule.merge(a as Totals, b as Totals),
  finish: (totals, { params }) => rule.finish((totals ?? {}) as Totals, params as never),
});

/** Every rule by its name: a partial result that comes from elsewhere says only that. */
export const rules: Readonly<Record<string, AnyRule>> = Object.fromEntries([
  ["loss", lossRule],
  ...Object.values(metricRules).map((rule) => [rule.name, ofMetric(rule)] as const),
]);
