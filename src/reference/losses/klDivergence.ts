import type { RowReference } from "../shapes.js";

/** Σ t(log t − log p), t = e^targets where those are logs; no loss and no slopes where t is 0. */
export const klDivergence: RowReference<{ readonly logTargets: boolean }> = (
  { logTargets },
  { values, classes },
) => {
  const logProbabilities = new Float64Array(classes);
  const targets = new Float64Array(classes);
  let value = 0;
  for (let c = 0; c < classes; c++) {
    const logP = values.logProbabilities?.[c] as number;
    const given = values.targets?.[c] as number;
    const t = logTargets ? Math.exp(given) : given;
    const logT = logTargets ? given : Math.log(given);
    if (logTargets ? given === Number.NEGATIVE_INFINITY : given <= 0) continue;
    if (logP === Number.NEGATIVE_INFINITY) {
      value = Number.POSITIVE_INFINITY;
      continue;
    }
    value += t * (logT - logP);
    logProbabilities[c] = -t;
    targets[c] = (logTargets ? t : 1) * (logT - logP + 1);
  }
  return { value, gradients: { logProbabilities, targets } };
};
