/** What is asked for by names, as the engine measures it. */
import { nearest } from "../check/words.js";
import { InvalidInputError } from "../errors.js";
import type { Loss, Metric } from "../index.js";
import type { Factory } from "./catalogue.js";
import { checkMakeable, factoryOf } from "./factoryOf.js";
import type { Named } from "./readLists.js";

export interface Asked {
  /** What the results call it: as it was written. */
  readonly key: string;
  readonly make: Factory;
  readonly measured: Loss | Metric | { readonly metric: Loss; readonly reduction: Reduction };
}

/** Each loss under its own reduction, or all under the one that is asked for. */
export function losses(named: readonly Named[], reduction: string | undefined): Asked[] {
  if (reduction !== undefined && !isReduction(reduction)) {
    throw new InvalidInputError(
      `eval: --reduction is ${JSON.stringify(reduction)}; it must be one of ${reductions.join(", ")}${nearest(reduction, reductions)}.`,
    );
  }
  return named.map(({ name, text, params }) => {
    checkMakeable(name);
    const make = factoryOf("loss", name);
    const loss = make(params) as Loss;
    return { key: text, make, measured: reduction ? { metric: loss, reduction } : loss };
  });
}

const reductions = ["mean", "sum", "weightedMean"] as const;

type Reduction = (typeof reductions)[number];

function isReduction(text: string): text is Reduction {
  return (reductions as readonly string[]).includes(text);
}

/** Metrics; `bins` goes to those that are exact without. */
export function metrics(named: readonly Named[], bins: number | undefined): Asked[] {
  const asked = named.map(({ name, text, params }) => {
    const make = factoryOf("metric", name);
    const own = make.info.params;
    const takesBins = bins !== undefined && "bins" in own && own.bins!.default === undefined;
    return { key: text, make, takesBins, measured: make(takesBins ? { bins, ...params } : params) };
  });
  if (bins === undefined || asked.some(({ takesBins }) => takesBins)) return asked;
  throw new InvalidInputError(
    "eval: --bins is for metrics that are exact without, such as rocAuc, and none of those is asked for; another's are its own, as in calibrationError:bins=20.",
  );
}
