import { countedLogits, excess, logSoftmax } from "../rows.js";
import type { RowReference } from "../shapes.js";

/** −Σ targets·log softmax(scores), over what the mask lets count. */
export const rankingSoftmax: RowReference = (_params, { values, classes }) => {
  const targets = values.targets as Float64Array;
  const counts = (c: number) => values.mask?.[c] !== 0;
  const logP = logSoftmax(countedLogits(values.scores, values.mask));
  let value = 0;
  let mass = 0;
  for (let c = 0; c < classes; c++) {
    const target = targets[c] as number;
    if (!counts(c) || target === 0) continue;
    value -= target * (logP[c] as number);
    mass += target;
  }
  const gradient = logP.map((log, c) => (counts(c) ? excess(mass, targets[c] as number, log) : 0));
  return { value, gradients: { scores: gradient } };
};
