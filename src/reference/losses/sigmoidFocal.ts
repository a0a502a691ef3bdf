import { logSigmoid, sigmoid, softplus } from "../math.js";
import type { ElementReference } from "../shapes.js";

/** α_t(1 − p_t)^γ·BCE, 1 − p_t = t·q + (1 − t)·p, α_t = αt + (1 − α)(1 − t), q = 1 − p. */
export const sigmoidFocal: ElementReference<
  { alpha?: number | undefined; gamma: number },
  "logits" | "targets"
> = ({ alpha, gamma }, { logits: x, targets: t }) => {
  const p = sigmoid(x);
  const q = sigmoid(-x);
  const balance = alpha === undefined ? 1 : alpha * t + (1 - alpha) * (1 - t);
  const entropy = t * softplus(-x) + (1 - t) * softplus(x);
  // Hard targets by logarithm: far out 1 − p_t is below every number, and 0^(γ−1) would be infinite.
  const miss = t * q + (1 - t) * p;
  const logMiss = t === 1 ? logSigmoid(-x) : t === 0 ? logSigmoid(x) : Math.log(miss);
  const power = Math.exp(gamma * logMiss);
  // d miss/dx = (1 − 2t)·p·q; over miss that is ∓ the other side's probability for a hard target.
  const relative = t === 1 ? -p : t === 0 ? q : ((1 - 2 * t) * p * q) / miss;
  return {
    value: balance * power * entropy,
    logits: balance * power * (gamma * relative * entropy + (1 - t) * p - t * q),
  };
};
