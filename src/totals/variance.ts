import { isBroken, numberIn, ratio } from "./read.js";
import type { Rule, Totals } from "./rule.js";

/**
 * Means and spreads of two batches as one (Chan, Golub, LeVeque 1979): no sum of squares that is far larger than
 * what is left of it.
 */
function merge(a: Totals, b: Totals): Totals {
  const [wa, wb] = [numberIn(a, "weight"), numberIn(b, "weight")];
  const weight = wa + wb;
  const apart = numberIn(b, "mean") - numberIn(a, "mean");
  const share = ratio(wb, weight);
  return {
    weight,
    mean: numberIn(a, "mean") + apart * share,
    spread: numberIn(a, "spread") + numberIn(b, "spread") + apart * apart * wa * share,
    residual: numberIn(a, "residual") + numberIn(b, "residual"),
    broken: numberIn(a, "broken") + numberIn(b, "broken"),
  };
}

/** 1 − Σ w·(t − p)² / Σ w·(t − mean t)²; 0 where all targets are one number. */
export const variance: Rule = {
  name: "variance",
  merge,
  finish: (totals) => {
    if (isBroken(totals)) return Number.NaN;
    const spread = numberIn(totals, "spread");
    return spread === 0 ? 0 : 1 - numberIn(totals, "residual") / spread;
  },
};
