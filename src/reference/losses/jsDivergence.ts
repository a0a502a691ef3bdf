import type { RowReference } from "../shapes.js";

/** β·KL(P ‖ M) + (1 − β)·KL(Q ‖ M), M = βP + (1 − β)Q, by the logarithms of P and Q. */
export const jsDivergence: RowReference<{ readonly beta: number }> = ({ beta }, { values, classes }) => {
  const logProbabilities = new Float64Array(classes);
  const logTargets = new Float64Array(classes);
  let value = 0;
  for (let c = 0; c < classes; c++) {
    const logQ = values.logProbabilities?.[c] as number;
    const logP = values.logTargets?.[c] as number;
    const hasP = logP !== Number.NEGATIVE_INFINITY;
    const hasQ = logQ !== Number.NEGATIVE_INFINITY;
    if (!hasP && !hasQ) continue;
    const gap = logP - logQ;
    // log(P/M) = −log(β + (1 − β)·Q/P), log(Q/M) = −log(β·P/Q + 1 − β): one is the other less the gap.
    const overP =
      gap > -30 ? -Math.log1p((1 - beta) * Math.expm1(-gap)) : gap - Math.log1p(beta * Math.expm1(gap));
    const overQ = gap < 30 ? -Math.log1p(beta * Math.expm1(gap)) : overP - gap;
    if (hasP) logTargets[c] = beta * Math.exp(logP) * overP;
    if (hasQ) logProbabilities[c] = (1 - beta) * Math.exp(logQ) * overQ;
    value += (logTargets[c] as number) + (logProbabilities[c] as number);
  }
  return { value, gradients: { logProbabilities, logTargets } };
};
