import { sigmoid, softplus } from "../math.js";
import type { ElementReference } from "../shapes.js";

/** BCE + ε(1 − p_t), 1 − p_t = t·q + (1 − t)·p, q = 1 − p. */
export const binaryPoly1: ElementReference<{ epsilon: number }, "logits" | "targets"> = (
  { epsilon },
  { logits: x, targets: t },
) => {
  const p = sigmoid(x);
  const q = sigmoid(-x);
  return {
    value: t * softplus(-x) + (1 - t) * softplus(x) + epsilon * (t * q + (1 - t) * p),
    logits: (1 - t) * p - t * q + epsilon * (1 - 2 * t) * p * q,
  };
};
