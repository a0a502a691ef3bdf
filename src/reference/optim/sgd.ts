import type { OptimizerReference } from "../shapes.js";

interface Params {
  readonly learningRate: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
}

/** b ← μb + g; θ ← θ − ηb, or η(g + μb) with nesterov; g with the decay in it. */
export const sgd: OptimizerReference<Params, "momentum"> = (
  { learningRate, momentum, nesterov, weightDecay },
  old,
  gradient,
) => {
  const slope = gradient + weightDecay * old.parameter;
  const velocity = momentum * old.momentum + slope;
  const pull = nesterov ? slope + momentum * velocity : velocity;
  return { parameter: old.parameter - learningRate * pull, momentum: velocity };
};
