import type { Type } from "./program.js";

export type Value = number | boolean;

const isBits = ["&", "|", "^", "<<", ">>"];

/** Two values of one type under an operator, as WGSL has it; f32 in float64, integers wrapping. */
export function operate(op: string, type: Type, a: Value, b: Value): Value {
  if (typeof a === "boolean" || typeof b === "boolean") return logical(op, a as boolean, b as boolean);
  switch (op) {
    case "==":
      return a === b;
    case "!=":
      return a !== b;
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
  }
  if (type === "f32" || type === "float") return arithmetic(op, a, b);
  if (type === "int") return isBits.includes(op) ? bitwise(op, a, b) : Math.trunc(arithmetic(op, a, b));
  const wrap = (x: number) => (type === "i32" ? x | 0 : x >>> 0);
  if (op === "*") return wrap(Math.imul(a, b));
  if (isBits.includes(op)) return wrap(op === ">>" && type === "u32" ? a >>> b : bitwise(op, a, b));
  // What cannot be divided stays as it is.
  if (b === 0 && (op === "/" || op === "%")) return op === "/" ? a : 0;
  return wrap(Math.trunc(arithmetic(op, a, b)));
}

/** One value under `-`, `!` or `~`. */
export function operateOne(op: string, type: Type, a: Value): Value {
  if (op === "!") return !a;
  if (op === "~") return type === "u32" ? ~(a as number) >>> 0 : ~(a as number);
  return type === "i32" ? -(a as number) | 0 : -(a as number);
}

/** A value under another type: f32 → integer cuts towards 0 and stays in range. */
export function convert(to: Type, from: Type, a: Value): Value {
  if (to === "bool") return Boolean(a);
  const x = Number(a);
  if (to === "f32") return x;
  if (from === "f32" || from === "float") {
    const [low, high] = to === "i32" ? [-(2 ** 31), 2 ** 31 - 1] : [0, 2 ** 32 - 1];
    return Math.min(Math.max(Math.trunc(x), low), high) || 0;
  }
  return to === "i32" ? x | 0 : x >>> 0;
}

function logical(op: string, a: boolean, b: boolean): boolean {
  if (op === "==") return a === b;
  if (op === "!=") return a !== b;
  return op === "&&" || op === "&" ? a && b : a || b;
}

function arithmetic(op: string, a: number, b: number): number {
  if (op === "+") return a + b;
  if (op === "-") return a - b;
  if (op === "*") return a * b;
  return op === "/" ? a / b : a % b;
}

function bitwise(op: string, a: number, b: number): number {
  if (op === "&") return a & b;
  if (op === "|") return a | b;
  if (op === "^") return a ^ b;
  return op === "<<" ? a << b : a >> b;
}
