import body from "../../shaders/losses/tweedie.wgsl?raw";
import { between } from "../check/params.js";
import { elementwise } from "../families/elementwise.js";

/**
 * Negative log likelihood of a Tweedie (compound Poisson–gamma) variable with a log link.
 *
 * −t·exp((1 − ρ)x)/(1 − ρ) + exp((2 − ρ)x)/(2 − ρ), x the logarithm of the mean.
 *
 * Inputs `predictions` (x), `targets` (t): one shape (or one element for all); gradient of `predictions`.
 *
 * @param params.power ρ, the variance's power of the mean, in (1, 2): 1 is Poisson, 2 is gamma. Default 1.5.
 * @throws InvalidInputError if power is out of range
 */
export const tweedie = elementwise({
  name: "tweedie",
  inputs: { predictions: "real", targets: "real" },
  gradients: ["predictions"],
  params: { power: between(1, 2, 1.5) },
  // Subtracted before rounding to f32: the power may be near 1 or 2.
  numbers: ({ power }) => ({ first: 1 - (power as number), second: 2 - (power as number) }),
  formula: String.raw`-t\,\frac{e^{(1-\rho)x}}{1-\rho}+\frac{e^{(2-\rho)x}}{2-\rho}`,
  citation: "B. Jørgensen, Exponential Dispersion Models, J. R. Statist. Soc. B 49 (1987) 127–162",
  body,
});
