import { excess, logSoftmax, oneHot, smoothed } from "../rows.js";
import type { RowReference } from "../shapes.js";

type Params = { readonly epsilon: number; readonly labelSmoothing: number };

/** −Σ t log p + ε(1 − Σ t p). */
export const poly1: RowReference<Params> = ({ epsilon, labelSmoothing }, { values, label, classes }) => {
  const logits = values.logits as Float64Array;
  const masked = (c: number) => logits[c] === Number.NEGATIVE_INFINITY;
  const given = values.targets ?? oneHot(classes, label);
  const targets = smoothed(given, labelSmoothing, logits);
  const logP = logSoftmax(logits);

  let crossEntropy = 0;
  let mass = 0;
  // Σ t(1 − p): what 1 − Σ t p is made of, without the difference of two numbers near 1.
  let missed = 0;
  for (let c = 0; c < classes; c++) {
    const target = targets[c] as number;
    if (!masked(c)) crossEntropy -= target === 0 ? 0 : target * (logP[c] as number);
    else if ((given[c] as number) > 0) crossEntropy = Number.POSITIVE_INFINITY;
    else continue;
    mass += target;
    missed -= target * Math.expm1(logP[c] as number);
  }
  const gradient = logits.map((_, c) => {
    if (masked(c)) return 0;
    const target = targets[c] as number;
    const hitSlope = Math.exp(logP[c] as number) * (target - mass + missed);
    return excess(mass, target, logP[c] as number) - epsilon * hitSlope;
  });
  return { value: crossEntropy + epsilon * (1 - mass + missed), gradients: { logits: gradient } };
};
