/** Exponentials, logarithms, powers, and what losses make of them. */
import { logTiny, logTinyText, type Rule, rule, tiny, tinyText, unary } from "./rule.js";

const floored = (x: string): string => `max(${x}, ${tinyText})`;

function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function sigmoid(x: number): number {
  const t = Math.exp(-Math.abs(x));
  return (x >= 0 ? 1 : t) / (1 + t);
}

/** |x| + log(1 + e^−2|x|) − log 2, and log(1 + 2·sinh²(½x)) where that cancels. */
function logCosh(x: number): number {
  const size = Math.abs(x);
  return size > 20 ? size - Math.LN2 : Math.log1p(2 * Math.sinh(size / 2) ** 2);
}

/** x^y for any x: below 0 a whole y makes a product, and any other y finds the end of its domain, 0^y. */
function pow(x: number, y: number): number {
  return x < 0 && !Number.isInteger(y) ? 0 ** y : x ** y;
}

/** y·x^(y−1); nothing outside of the domain, nor at its end where that would be infinite. */
function powSlope(x: number, y: number): number {
  const inside = x > 0 || (x < 0 ? Number.isInteger(y) : y >= 1);
  return inside ? y * pow(x, y - 1) : 0;
}

/** A square is a product: exact where a power would be rounded. */
const isSquare = (y: string): boolean => Number.parseFloat(y) === 2 && /^2(\.0)?f?$/.test(y);

export const powers: Readonly<Record<string, Rule>> = {
  exp: unary(
    Math.exp,
    "preciseExp",
    (_, v) => v,
    (_, v) => v,
  ),
  exp2: unary(
    (x) => 2 ** x,
    "preciseExp2",
    (_, v) => v * Math.LN2,
    (_, v) => `0.6931472f * ${v}`,
  ),
  expm1: unary(
    Math.expm1,
    "expm1",
    (x) => Math.exp(x),
    (x) => `preciseExp(${x})`,
  ),
  log: rule(
    1,
    (x) => Math.log(Math.max(x as number, tiny)),
    (x) => `preciseLog(${floored(x as string)})`,
    [
      ([x]) => ((x as number) > tiny ? 1 / (x as number) : 0),
      ([x]) => `select(0.0f, 1.0f / ${floored(x as string)}, ${x} > ${tinyText})`,
    ],
  ),
  log2: rule(
    1,
    (x) => Math.log2(Math.max(x as number, tiny)),
    (x) => `(1.442695f * preciseLog(${floored(x as string)}))`,
    [
      ([x]) => ((x as number) > tiny ? Math.LOG2E / (x as number) : 0),
      ([x]) => `select(0.0f, 1.442695f / ${floored(x as string)}, ${x} > ${tinyText})`,
    ],
  ),
  log1p: rule(
    1,
    (x) => ((x as number) > -1 ? Math.log1p(x as number) : logTiny),
    (x) => `select(${logTinyText}, log1p(max(${x}, -0.99999994f)), ${x} > -1.0f)`,
    [
      ([x]) => ((x as number) > -1 ? 1 / (1 + (x as number)) : 0),
      ([x]) => `select(0.0f, 1.0f / max(1.0f + ${x}, ${tinyText}), ${x} > -1.0f)`,
    ],
  ),
  sqrt: rule(
    1,
    (x) => Math.sqrt(Math.max(x as number, 0)),
    (x) => `sqrt(max(${x}, 0.0f))`,
    [
      ([x], v) => ((x as number) > 0 ? 0.5 / v : 0),
      ([x]) => `select(0.0f, 0.5f / sqrt(${floored(x as string)}), ${x} > 0.0f)`,
    ],
  ),
  inverseSqrt: rule(
    1,
    (x) => 1 / Math.sqrt(Math.max(x as number, tiny)),
    (x) => `(1.0f / sqrt(${floored(x as string)}))`,
    [
      ([x], v) => ((x as number) > tiny ? (-0.5 * v) / (x as number) : 0),
      ([x], v) => `select(0.0f, -0.5f * ${v} / ${floored(x as string)}, ${x} > ${tinyText})`,
    ],
  ),
  pow: rule(
    2,
    (x, y) => pow(x as number, y as number),
    (x, y) => (isSquare(y as string) ? `(${x} * ${x})` : `signedPow(${x}, ${y})`),
    [
      ([x, y]) => powSlope(x as number, y as number),
      ([x, y]) => (isSquare(y as string) ? `2.0f * ${x}` : `signedPowSlope(${x}, ${y})`),
    ],
    [
      ([x], v) => ((x as number) > 0 ? v * Math.log(x as number) : 0),
      ([x], v) => `select(0.0f, ${v} * preciseLog(${floored(x as string)}), ${x} > 0.0f)`,
    ],
  ),
  softplus: unary(softplus, "softplus", sigmoid, (x) => `sigmoid(${x})`),
  sigmoid: unary(
    sigmoid,
    "sigmoid",
    (x) => sigmoid(x) * sigmoid(-x),
    (x, v) => `${v} * sigmoid(-${x})`,
  ),
  logSigmoid: unary(
    (x) => -softplus(-x),
    "logSigmoid",
    (x) => sigmoid(-x),
    (x) => `sigmoid(-${x})`,
  ),
  logCosh: unary(logCosh, "logCosh", Math.tanh, (x) => `preciseTanh(${x})`),
};
