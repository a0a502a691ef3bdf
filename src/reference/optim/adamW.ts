import { adaptiveStep, type Betas } from "../adaptive.js";
import type { OptimizerReference } from "../shapes.js";

interface Params extends Betas {
  readonly weightDecay: number;
}

/** The decay shrinks the parameter before the step. */
export const adamW: OptimizerReference<Params, "mean" | "variance"> = (params, old, gradient, step) =>
  adaptiveStep(
    params,
    { ...old, parameter: old.parameter * (1 - params.learningRate * params.weightDecay) },
    gradient,
    step,
  );
