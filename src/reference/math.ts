/** Stable float64 forms of what overflows or cancels when written plainly. */

/** log(1 + eˣ). */
export function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

/** 1/(1 + e⁻ˣ). */
export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

/** log(1/(1 + e⁻ˣ)). */
export function logSigmoid(x: number): number {
  return -softplus(-x);
}

/** log cosh x = log(1 + 2·sinh²(½x)); beyond 20 it is |x| − log 2 to the last digit. */
export function logCosh(x: number): number {
  const size = Math.abs(x);
  return size > 20 ? size - Math.LN2 : Math.log1p(2 * Math.sinh(size / 2) ** 2);
}

/** eˣ − 1 − x: its series where the difference would cancel. */
export function expRest(x: number): number {
  if (Math.abs(x) > 0.5) return Math.expm1(x) - x;
  let sum = 0;
  let term = x;
  for (let k = 2; k <= 20; k++) {
    term *= x / k;
    sum += term;
  }
  return sum;
}

/** a·eˣ, 0 for a = 0 even where eˣ overflows. */
export function timesExp(a: number, x: number): number {
  return a === 0 ? 0 : a * Math.exp(x);
}
