import { type Definition, definitionOf, type Loss, type ParamSpecs, type Params } from "../definition.js";
import type { MetricDefinition, MetricFactory, PieceRecord } from "../metric.js";
import type { Rule, Totals } from "../totals/rule.js";
import { descriptor } from "./define.js";
import { metric, usualMetric } from "./metric.js";

/** What a file in `metrics/` says of a metric that is a mean over the items, or made of one. */
export interface LossMeanSpec<S extends ParamSpecs>
  extends Pick<MetricDefinition, "name" | "inputs" | "formula" | "citation" | "surrogate"> {
  readonly oneOf?: MetricDefinition["oneOf"];
  readonly params: S;
  readonly rule: Rule;
  /** The loss whose items are averaged, for the inputs given. */
  readonly loss: (params: Params, given: readonly string[]) => Loss;
}

/** Makes the factory of a metric that is a weighted mean: the loss's own kernels run, without gradients. */
export function lossMean<S extends ParamSpecs, I extends string>(
  spec: LossMeanSpec<S>,
): MetricFactory<S, I, number> {
  const { loss, ...told } = spec;
  return metric<S, I>({
    ...usualMetric,
    family: "mean",
    ...told,
    work: (params, given) => {
      const made = loss(params, given);
      return {
        // Errors and labels say the metric's name.
        loss: descriptor(spec.name, made.params, { ...(made[definitionOf] as Definition), name: spec.name }),
        reduction: given.includes("weights") ? "weightedMean" : "mean",
        totalsOf,
      };
    },
  });
}

function totalsOf({ totals }: PieceRecord): Totals {
  const { sum, naturalDivisor, flags, naturalBroken } = totals;
  const isBroken = (flags & 1) !== 0 || naturalBroken !== 0 || Number.isNaN(sum);
  // Sums that went beyond the numbers are told apart: JSON has no infinity.
  const isInfinite = (flags & 2) !== 0 || !Number.isFinite(sum);
  return {
    sum: isBroken || isInfinite ? 0 : sum,
    divisor: isBroken ? 0 : naturalDivisor,
    infinite: isInfinite ? 1 : 0,
    broken: isBroken ? 1 : 0,
  };
}
