/** The float64 CPU twin of every loss: the judge of what a GPU gives. */
export type { InputValue } from "../check/inputs.js";
export { type EvaluateOptions, type Evaluation, evaluate, type Inputs } from "./evaluate.js";
export { measure } from "./measure.js";
export { type Evaluator, type Verification, verify } from "./verify.js";
