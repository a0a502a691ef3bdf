/** Sines and their kin. WGSL's own may be off by 2⁻¹¹, so they are the library's. */
import { calls, type Rule, rule, tiny, unary } from "./rule.js";

const clampUnit = (x: number): number => Math.min(Math.max(x, -1), 1);

/** 1/√(1 − x²), which is taken for 0 from the ends on. */
const arcSlope = (x: number): number => (Math.abs(x) < 1 ? 1 / Math.sqrt((1 - x) * (1 + x)) : 0);

/** Where a point lies on the circle of its distance, over that distance; 0 at the origin. */
function turn(side: number, y: number, x: number): number {
  const square = x * x + y * y;
  return square > tiny ? side / square : 0;
}

export const trigonometric: Readonly<Record<string, Rule>> = {
  sin: unary(Math.sin, "preciseSin", Math.cos, (x) => `preciseCos(${x})`),
  cos: unary(
    Math.cos,
    "preciseCos",
    (x) => -Math.sin(x),
    (x) => `-preciseSin(${x})`,
  ),
  tan: rule(
    1,
    (x) => Math.tan(x as number),
    (x) => `(preciseSin(${x}) / preciseCos(${x}))`,
    [(_, v) => 1 + v * v, (_, v) => `1.0f + ${v} * ${v}`],
  ),
  asin: unary(
    (x) => Math.asin(clampUnit(x)),
    "preciseAsin",
    arcSlope,
    (x) => `arcSlope(${x})`,
  ),
  acos: unary(
    (x) => Math.acos(clampUnit(x)),
    "preciseAcos",
    (x) => -arcSlope(x),
    (x) => `-arcSlope(${x})`,
  ),
  atan: unary(
    Math.atan,
    "preciseAtan",
    (x) => 1 / (1 + x * x),
    (x) => `1.0f / (1.0f + min(abs(${x}), 1e18f) * min(abs(${x}), 1e18f))`,
  ),
  atan2: rule(
    2,
    (y, x) => Math.atan2(y as number, x as number),
    calls("preciseAtan2"),
    [([y, x]) => turn(x as number, y as number, x as number), ([y, x]) => `turnSlope(${x}, ${y}, ${x})`],
    [([y, x]) => turn(-(y as number), y as number, x as number), ([y, x]) => `turnSlope(-${y}, ${y}, ${x})`],
  ),
};
