import { sigmoid, softplus } from "../math.js";
import type { ElementReference } from "../shapes.js";

/** w·y·log(1 + e⁻ˣ) + (1 − y)·log(1 + eˣ), y = t(1 − s) + ½s. */
export const binaryCrossEntropyWithLogits: ElementReference<
  { posWeight: number; labelSmoothing: number },
  "logits" | "targets"
> = ({ posWeight, labelSmoothing }, { logits, targets }) => {
  const y = targets * (1 - labelSmoothing) + labelSmoothing / 2;
  return {
    value: posWeight * y * softplus(-logits) + (1 - y) * softplus(logits),
    logits: (1 - y) * sigmoid(logits) - posWeight * y * sigmoid(-logits),
  };
};
