/** Hyperbolic functions and their inverses. */
import { logTiny, type Rule, rule, unary } from "./rule.js";

/** 1/cosh² x = 4σ(2x)σ(−2x): the difference 1 − tanh² would leave nothing of it. */
function tanhSlope(x: number): number {
  const t = Math.exp(-2 * Math.abs(x));
  return (4 * t) / (1 + t) ** 2;
}

/** 1/√(x² − 1) from 1 on. */
const acoshSlope = (x: number): number => (x > 1 ? 1 / Math.sqrt((x - 1) * (x + 1)) : 0);

export const hyperbolic: Readonly<Record<string, Rule>> = {
  tanh: unary(
    Math.tanh,
    "preciseTanh",
    tanhSlope,
    (x) => `4.0f * sigmoid(2.0f * ${x}) * sigmoid(-2.0f * ${x})`,
  ),
  sinh: unary(Math.sinh, "preciseSinh", Math.cosh, (x) => `preciseCosh(${x})`),
  cosh: unary(Math.cosh, "preciseCosh", Math.sinh, (x) => `preciseSinh(${x})`),
  asinh: unary(
    Math.asinh,
    "preciseAsinh",
    (x) => 1 / Math.hypot(1, x),
    (x) => `1.0f / sqrt(1.0f + min(abs(${x}), 1e18f) * min(abs(${x}), 1e18f))`,
  ),
  acosh: unary(
    (x) => Math.acosh(Math.max(x, 1)),
    "preciseAcosh",
    acoshSlope,
    (x) => `acoshSlope(${x})`,
  ),
  atanh: rule(
    1,
    (x) => (Math.abs(x as number) < 1 ? Math.atanh(x as number) : (-logTiny / 2) * Math.sign(x as number)),
    (x) => `preciseAtanh(${x})`,
    [
      ([x]) => (Math.abs(x as number) < 1 ? 1 / ((1 - (x as number)) * (1 + (x as number))) : 0),
      ([x]) => `atanhSlope(${x})`,
    ],
  ),
};
