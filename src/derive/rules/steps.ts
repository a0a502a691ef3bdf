/** What is flat between its jumps, and what is a line or a cubic. Max, min, clamp and abs have the tie rule. */
import { calls, type Rule, rule } from "./rule.js";

/** WGSL rounds halves to even. */
export function roundToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  return rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1;
}

const flat = (value: (x: number) => number, name: string): Rule =>
  rule(1, value as Rule["value"], calls(name));

const line = (factor: number, text: string): Rule =>
  rule(
    1,
    (x) => factor * (x as number),
    (x) => `(${text} * ${x})`,
    [() => factor, () => text],
  );

const saturate = (x: number): number => Math.min(Math.max(x, 0), 1);

function share([low, high, x]: readonly number[]): number {
  return saturate(((x as number) - (low as number)) / ((high as number) - (low as number)));
}

/** The same as WGSL. */
function shareText([low, high, x]: readonly string[]): string {
  return `saturate((${x} - ${low}) / (${high} - ${low}))`;
}

/** Its slope in t, over the width: 6t(1−t)/(high−low). */
const bend = (x: readonly number[]): number =>
  (6 * share(x) * (1 - share(x))) / ((x[1] as number) - (x[0] as number));
const bendText = (x: readonly string[]): string =>
  `6.0f * ${shareText(x)} * (1.0f - ${shareText(x)}) / (${x[1]} - ${x[0]})`;

export const steps: Readonly<Record<string, Rule>> = {
  floor: flat(Math.floor, "floor"),
  ceil: flat(Math.ceil, "ceil"),
  round: flat(roundToEven, "round"),
  trunc: flat(Math.trunc, "trunc"),
  sign: flat(Math.sign, "sign"),
  step: rule(2, (edge, x) => ((x as number) >= (edge as number) ? 1 : 0), calls("step")),
  fract: rule(
    1,
    (x) => (x as number) - Math.floor(x as number),
    (x) => `(${x} - floor(${x}))`,
    [() => 1, () => "1.0f"],
  ),
  // Both slopes at 0 are of one size and of opposite signs.
  abs: rule(1, (x) => Math.abs(x as number), calls("abs"), [
    ([x]) => Math.sign(x as number),
    ([x]) => `sign(${x})`,
  ]),
  degrees: line(180 / Math.PI, "57.29578f"),
  radians: line(Math.PI / 180, "0.017453292f"),
  fma: rule(
    3,
    (a, b, c) => (a as number) * (b as number) + (c as number),
    calls("fma"),
    [([, b]) => b as number, ([, b]) => b as string],
    [([a]) => a as number, ([a]) => a as string],
    [() => 1, () => "1.0f"],
  ),
  mix: rule(
    3,
    (a, b, t) => (a as number) * (1 - (t as number)) + (b as number) * (t as number),
    (a, b, t) => `(${a} * (1.0f - ${t}) + ${b} * ${t})`,
    [([, , t]) => 1 - (t as number), ([, , t]) => `1.0f - ${t}`],
    [([, , t]) => t as number, ([, , t]) => t as string],
    [([a, b]) => (b as number) - (a as number), ([a, b]) => `${b} - ${a}`],
  ),
  smoothstep: rule(
    3,
    (...x) => share(x) ** 2 * (3 - 2 * share(x)),
    (...x) => `(${shareText(x)} * ${shareText(x)} * (3.0f - 2.0f * ${shareText(x)}))`,
    [(x) => bend(x) * (share(x) - 1), (x) => `${bendText(x)} * (${shareText(x)} - 1.0f)`],
    [(x) => -bend(x) * share(x), (x) => `-${bendText(x)} * ${shareText(x)}`],
    [bend, bendText],
  ),
};
