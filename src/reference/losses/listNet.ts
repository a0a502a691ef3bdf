import { countedLogits, excess, logSoftmax } from "../rows.js";
import type { RowReference } from "../shapes.js";

/** −Σ softmax(targets)·log softmax(scores), over what the mask lets count. */
export const listNet: RowReference = (_params, { values, classes }) => {
  const logP = logSoftmax(countedLogits(values.targets, values.mask));
  const logQ = logSoftmax(countedLogits(values.scores, values.mask));
  const gradient = new Float64Array(classes);
  let value = 0;
  for (let c = 0; c < classes; c++) {
    if (values.mask?.[c] === 0) continue;
    const p = Math.exp(logP[c] as number);
    value -= p === 0 ? 0 : p * (logQ[c] as number);
    const gap = (logQ[c] as number) - (logP[c] as number);
    gradient[c] = Math.abs(gap) < 1 ? p * Math.expm1(gap) : excess(1, p, logQ[c] as number);
  }
  return { value, gradients: { scores: gradient } };
};
