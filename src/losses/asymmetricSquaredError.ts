import body from "../../shaders/losses/asymmetricSquaredError.wgsl?raw";
import { nonNegative } from "../check/params.js";
import { elementwise } from "../families/elementwise.js";

/**
 * Squared error at two prices: over·e² where the prediction is too high, under·e² where it is too low.
 *
 * Inputs `predictions`, `targets`: one shape (or one element for all); gradients of both.
 *
 * @param params.over the price of predicting too much, ≥ 0. Default 1.
 * @param params.under the price of predicting too little, ≥ 0. Default 1.
 * @throws InvalidInputError if a price is out of range
 */
export const asymmetricSquaredError = elementwise({
  name: "asymmetricSquaredError",
  inputs: { predictions: "real", targets: "real" },
  gradients: ["predictions", "targets"],
  params: { over: nonNegative(1), under: nonNegative(1) },
  formula: String.raw`\begin{cases}\mathrm{over}\cdot(p-t)^2 & p>t\\ \mathrm{under}\cdot(p-t)^2 & p<t\end{cases}`,
  citation:
    "W. K. Newey, J. L. Powell, Asymmetric Least Squares Estimation and Testing, Econometrica 55 (1987)",
  body,
});
