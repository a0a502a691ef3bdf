import { countUpTo, optional } from "../check/params.js";
import type { MetricDefinition, MetricFactory } from "../metric.js";
import type { Rule } from "../totals/rule.js";
import { ledgerWork } from "./ledger.js";
import { metric, usualMetric } from "./metric.js";
import { type SortedSpec, sortedWork } from "./sorted.js";

const params = { bins: optional(countUpTo(2 ** 24, 1)) };

/** What a file in `metrics/` says of a metric that is about the order of scores. */
export interface ScoresSpec extends Pick<MetricDefinition, "name" | "formula" | "citation" | "surrogate"> {
  /** Of histograms. */
  readonly rule: Rule;
  /** WGSL of histograms: `rocAucOfTargets`. */
  readonly body: string;
  /** Of all scores in order. */
  readonly exact: SortedSpec;
  readonly exactRule: Rule;
}

/** Makes the factory of a metric that is about the order of scores: exact, or by histograms over [0, 1]. */
export function scores({
  body,
  exact,
  exactRule,
  ...told
}: ScoresSpec): MetricFactory<
  typeof params,
  "scores" | "logits" | "probabilities" | "targets" | "weights",
  number
> {
  const { name } = told;
  return metric({
    ...usualMetric,
    family: "sorted",
    ...told,
    inputs: { scores: "real", logits: "logits", probabilities: "unit", targets: "binary" },
    oneOf: [["scores", "logits", "probabilities"]],
    params,
    whole: ({ bins }) => (bins === undefined ? exactRule : undefined),
    work: (given, inputs) =>
      given.bins === undefined
        ? sortedWork(name, given, inputs, exact)
        : ledgerWork({
            name,
            params: given,
            given: inputs,
            body,
            bodyName: "rocAuc",
            entries: 1,
            bins: given.bins as number,
            lists: ["positives", "negatives"],
          }),
  });
}
