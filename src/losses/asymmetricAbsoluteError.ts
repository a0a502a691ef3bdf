import body from "../../shaders/losses/asymmetricAbsoluteError.wgsl?raw";
import { nonNegative } from "../check/params.js";
import { elementwise } from "../families/elementwise.js";

/**
 * Absolute error at two prices: over·|e| where the prediction is too high, under·|e| where it is too low,
 * as in the newsvendor's problem. The gradient is 0 where the two are equal.
 *
 * Inputs `predictions`, `targets`: one shape (or one element for all); gradients of both.
 *
 * @param params.over the price of predicting too much, ≥ 0. Default 1.
 * @param params.under the price of predicting too little, ≥ 0. Default 1.
 * @throws InvalidInputError if a price is out of range
 */
export const asymmetricAbsoluteError = elementwise({
  name: "asymmetricAbsoluteError",
  inputs: { predictions: "real", targets: "real" },
  gradients: ["predictions", "targets"],
  params: { over: nonNegative(1), under: nonNegative(1) },
  formula: String.raw`\begin{cases}\mathrm{over}\cdot|p-t| & p>t\\ \mathrm{under}\cdot|p-t| & p<t\end{cases}`,
  citation: "C. W. J. Granger, Prediction with a Generalized Cost of Error Function, OR 20 (1969) 199–207",
  body,
});
