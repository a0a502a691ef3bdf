import { adaptiveStep, type Betas } from "../adaptive.js";
import type { OptimizerReference } from "../shapes.js";

interface Params extends Betas {
  readonly weightDecay: number;
}

/** The decay is part of the gradient. */
export const adam: OptimizerReference<Params, "mean" | "variance"> = (params, old, gradient, step) =>
  adaptiveStep(params, old, gradient + params.weightDecay * old.parameter, step);
