/** Constants: how they are read, how they meet a type, how they are written. */
import type { ShaderError } from "../errors.js";
import type { Value } from "./operate.js";
import type { Term, Type } from "./program.js";
import type { Place, Source } from "./source.js";

export type Constant = Extract<Term, { kind: "constant" }>;

const ranges: Readonly<Record<string, readonly [number, number]>> = {
  i32: [-(2 ** 31), 2 ** 31 - 1],
  u32: [0, 2 ** 32 - 1],
  int: [-(2 ** 53), 2 ** 53],
};

/** A constant of a type; refuses what the type cannot hold. */
export function constant(source: Source, place: Place, type: Type, value: Value): Constant {
  const fits = typeof value === "boolean" || holds(type, value);
  if (!fits)
    throw source.error(
      place,
      `${value} is not a number that ${wide(type)} holds; a smaller or a finite one was wanted.`,
    );
  return { kind: "constant", place, type, value };
}

function holds(type: Type, value: number): boolean {
  if (type === "f32" || type === "float") return Number.isFinite(Math.fround(value));
  const [low, high] = ranges[type] ?? [0, 0];
  return value >= low && value <= high;
}

const wide = (type: Type): string => (type === "float" ? "f32" : type === "int" ? "an integer" : type);

/** `1`, `1.5f`, `0x1fu`, `0x1.8p3` → a constant. */
export function readNumber(source: Source, place: Place, text: string): Constant {
  const isHex = /^0[xX]/.test(text);
  const isFloat = isHex ? /[.pP]/.test(text) : /[.eEfh]/.test(text);
  const suffix = isHex && !/[pP]/.test(text) ? text.match(/[iu]$/)?.[0] : text.match(/[iufh]$/)?.[0];
  if (suffix === "h")
    throw source.error(place, `${text} is an f16; everything here is f32, write ${text.slice(0, -1)}.`);
  const digits = suffix ? text.slice(0, -1) : text;
  const value = isHex && isFloat ? hexFloat(digits) : Number(digits);
  const type = suffix
    ? ({ i: "i32", u: "u32", f: "f32" } as const)[suffix as "i"]
    : isFloat
      ? "float"
      : "int";
  return constant(source, place, type, value);
}

function hexFloat(text: string): number {
  const [, whole = "", part = "", exponent = "0"] =
    /^0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)(?:[pP]([+-]?\d+))?$/.exec(text) ?? [];
  return Number.parseInt(whole + part || "0", 16) * 2 ** (Number(exponent) - 4 * part.length);
}

/** Whether a value of this type may stand where `to` is wanted; only constants have abstract types. */
export function fits(from: Type, to: Type): boolean {
  if (from === to) return true;
  if (from === "int") return to !== "bool";
  return from === "float" && to === "f32";
}

/** The type that two values meet in. */
export function common(a: Type, b: Type): Type | undefined {
  if (fits(a, b)) return b;
  return fits(b, a) ? a : undefined;
}

/** What a constant becomes when nothing says its type. */
export function settled(type: Type): Type {
  if (type === "int") return "i32";
  return type === "float" ? "f32" : type;
}

/** A term as a value of type `to`. */
export function as(source: Source, term: Term, to: Type, wrong: () => ShaderError): Term {
  if (term.type === to) return term;
  if (term.kind !== "constant" || !fits(term.type, to)) throw wrong();
  return constant(source, term.place, to, term.value);
}

/** A constant as WGSL. */
export function literal({ type, value }: Constant): string {
  if (typeof value === "boolean") return String(value);
  const kind = settled(type);
  if (kind === "u32") return `${value}u`;
  if (kind === "i32")
    return value === -(2 ** 31) ? "i32(-2147483647 - 1)" : value < 0 ? `(${value}i)` : `${value}i`;
  const text = String(Math.fround(value));
  const full = /[.e]/.test(text) ? `${text}f` : `${text}.0f`;
  return value < 0 || Object.is(value, -0) ? `(${full})` : full;
}
