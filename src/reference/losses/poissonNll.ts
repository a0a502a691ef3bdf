import type { ElementReference } from "../shapes.js";

/** eˣ − t·x, or x − t·log(x + ε) (its tangent at 0 for x < 0); full: + t·log t − t + ½log(2πt) for t > 1. */
export const poissonNll: ElementReference<
  { logInput: boolean; full: boolean; epsilon: number },
  "predictions" | "targets"
> = ({ logInput, full, epsilon }, { predictions, targets }) => {
  const stirling =
    full && targets > 1 ? targets * Math.log(targets) - targets + 0.5 * Math.log(2 * Math.PI * targets) : 0;
  if (logInput) {
    const rate = Math.exp(predictions);
    return { value: rate - targets * predictions + stirling, predictions: rate - targets };
  }
  const rate = Math.max(Math.max(predictions, 0) + epsilon, 1e-36);
  const logRate = Math.log(rate) + Math.min(predictions, 0) / rate;
  return { value: predictions - targets * logRate + stirling, predictions: 1 - targets / rate };
};
