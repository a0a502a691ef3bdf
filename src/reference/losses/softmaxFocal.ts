import { logSoftmax } from "../rows.js";
import type { RowReference } from "../shapes.js";

type Params = { readonly alpha?: number | readonly number[]; readonly gamma: number };

/** −α (1 − p)^γ log p at the label. */
export const softmaxFocal: RowReference<Params> = ({ alpha = 1, gamma }, { values, label = 0 }) => {
  const logits = values.logits as Float64Array;
  const a = typeof alpha === "number" ? alpha : (alpha[label] as number);
  const logP = logSoftmax(logits);
  const l = logP[label] as number;
  const p = Math.exp(l);
  const miss = -Math.expm1(l);
  // d/dl of −(1 − eˡ)^γ·l. At p = 1 both terms vanish with (1 − p)^γ, though their factors need not.
  let slope = gamma === 0 ? -1 : 0;
  if (miss > 0) slope = (p > 0 ? gamma * miss ** (gamma - 1) * p * l : 0) - miss ** gamma;
  const gradient = logits.map((logit, c) => {
    if (logit === Number.NEGATIVE_INFINITY) return 0;
    return a * slope * (c === label ? miss : -Math.exp(logP[c] as number));
  });
  return { value: a === 0 ? 0 : -a * miss ** gamma * l, gradients: { logits: gradient } };
};
