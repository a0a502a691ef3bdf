/**
 * The float64 CPU twin of every loss, metric and optimiser: the judge of what a GPU gives.
 *
 * @module fusedloss/reference
 */
export type { InputValue } from "../check/inputs.js";
export { type EvaluateOptions, type Evaluation, evaluate, type Inputs } from "./evaluate.js";
export { measure } from "./measure.js";
export { type StepInputs, type Stepped, step } from "./step.js";
export { type Evaluator, type Verification, verify } from "./verify.js";
