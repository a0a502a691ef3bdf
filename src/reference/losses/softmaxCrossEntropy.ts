import { argmax, excess, logSoftmax, logSumExp, oneHot, smoothed } from "../rows.js";
import type { RowReference } from "../shapes.js";

type Params = {
  readonly classWeights?: readonly number[];
  readonly labelSmoothing: number;
  readonly zLoss: number;
  readonly temperature: number;
  readonly softcap?: number;
};

/** −Σ w t log softmax(x) + zLoss·lse(x)², x = softcap·tanh(logits/softcap)/temperature. */
export const softmaxCrossEntropy: RowReference<Params> = (
  { classWeights, labelSmoothing, zLoss, temperature, softcap },
  { values, label, classes },
) => {
  const logits = values.logits as Float64Array;
  const masked = (c: number) => logits[c] === Number.NEGATIVE_INFINITY;
  const x = logits.map((logit, c) => {
    if (masked(c)) return logit;
    return (softcap === undefined ? logit : softcap * Math.tanh(logit / softcap)) / temperature;
  });
  const chain = logits.map((logit) => {
    return (softcap === undefined ? 1 : Math.cosh(logit / softcap) ** -2) / temperature;
  });
  const weight = (c: number) => classWeights?.[c] ?? 1;
  const given = values.targets ?? oneHot(classes, label);
  const targets = smoothed(given, labelSmoothing, logits);
  const logP = logSoftmax(x);

  let value = 0;
  let mass = 0;
  for (let c = 0; c < classes; c++) {
    const target = weight(c) * (targets[c] as number);
    if (!masked(c)) value -= target === 0 ? 0 : target * (logP[c] as number);
    else if (weight(c) * (given[c] as number) > 0) value = Number.POSITIVE_INFINITY;
    else continue;
    mass += target;
  }
  const lse = logSumExp(x);
  const gradient = (at: (c: number) => number) =>
    logits.map((_, c) => (masked(c) ? 0 : at(c) * (chain[c] as number)));
  const probability = (c: number) => Math.exp(logP[c] as number);
  const entropy = x.reduce((sum, _, c) => sum - (masked(c) ? 0 : probability(c) * (logP[c] as number)), 0);
  return {
    value,
    gradients: {
      logits: gradient((c) => excess(mass, weight(c) * (targets[c] as number), logP[c] as number)),
    },
    plain: {
      value: zLoss * lse ** 2,
      gradients: { logits: gradient((c) => 2 * zLoss * lse * probability(c)) },
    },
    outputs: { logSumExp: lse, correct: argmax(logits) === argmax(given) ? 1 : 0, entropy },
  };
};
