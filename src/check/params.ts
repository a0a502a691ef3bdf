import type { ParamSpec, ParamSpecs, Params } from "../definition.js";
import { InvalidInputError } from "../errors.js";
import { nearest } from "./words.js";

export function isNumber(value: unknown): value is number {
  return typeof value === "number" && !Number.isNaN(value);
}

function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

function number(
  range: string,
  fallback: number,
  within: (value: number) => boolean,
): ParamSpec<number> & { readonly default: number } {
  return {
    default: fallback,
    range,
    accepts: (value): value is number => isFiniteNumber(value) && within(value),
  };
}

/** A finite number > 0. */
export const positive = (fallback: number) => number("a finite number > 0", fallback, (v) => v > 0);
/** A finite number ≥ 0. */
export const nonNegative = (fallback: number) => number("a finite number ≥ 0", fallback, (v) => v >= 0);
/** A finite number no smaller than another. */
export const atLeast = (low: number, fallback: number) =>
  number(`a finite number ≥ ${low}`, fallback, (v) => v >= low);
/** Any finite number. */
export const finite = (fallback: number) => number("a finite number", fallback, () => true);
/** A finite number other than 0. */
export const nonZero = (fallback: number) => number("a finite number other than 0", fallback, (v) => v !== 0);
/** A number in [0, 1]. */
export const unit = (fallback: number) => number("a number in [0, 1]", fallback, (v) => v >= 0 && v <= 1);
/** A number in [0, 1). */
export const belowOne = (fallback: number) => number("a number in [0, 1)", fallback, (v) => v >= 0 && v < 1);
/** A number in (0, 1]. */
export const positiveUnit = (fallback: number) =>
  number("a number in (0, 1]", fallback, (v) => v > 0 && v <= 1);
/** A number strictly between two others. */
export const between = (low: number, high: number, fallback: number) =>
  number(`a number in (${low}, ${high})`, fallback, (v) => v > low && v < high);
/** A whole number. */
export const integer = (fallback: number) => number("a whole number", fallback, Number.isInteger);

/** A whole number from 1 to a largest one. */
export const countUpTo = (most: number, fallback: number) =>
  number(`a whole number from 1 to ${most}`, fallback, (v) => Number.isInteger(v) && v >= 1 && v <= most);

/** A whole number ≥ 0 that an i32 holds. */
export const natural = (fallback: number) =>
  number("a whole number ≥ 0 of at most 31 bits", fallback, (v) => (v | 0) === v && v >= 0);

/** A whole number that an i32 holds. */
export const integer32 = (fallback: number) =>
  number("a whole number of at most 32 bits", fallback, (v) => (v | 0) === v);

/** One of a few values. */
export function oneOf<T extends string | number>(
  values: readonly T[],
  fallback: T,
): ParamSpec<T> & { readonly default: T } {
  return {
    default: fallback,
    range: `one of ${values.map((value) => JSON.stringify(value)).join(", ")}`,
    accepts: (value): value is T => values.includes(value as T),
  };
}

/** true or false. */
export function flag(fallback: boolean): ParamSpec<boolean> & { readonly default: boolean } {
  return {
    default: fallback,
    range: "true or false",
    accepts: (value): value is boolean => typeof value === "boolean",
  };
}

/** A parameter that may be left out, where leaving it out means something of its own. */
export function optional<T>(spec: ParamSpec<T>): ParamSpec<T> & { readonly default: undefined } {
  return { ...spec, default: undefined };
}

/** A list of numbers, one per class or per entry of the last axis. */
export type NumberList = readonly number[] | Float32Array | Float64Array;

function isList(value: unknown): value is NumberList {
  return Array.isArray(value) || value instanceof Float32Array || value instanceof Float64Array;
}

/** One finite number ≥ 0 per class. */
export const perClassNumbers: ParamSpec<NumberList> & { readonly default: undefined } = {
  default: undefined,
  range: "a list with one finite number ≥ 0 per class",
  accepts: (value): value is NumberList =>
    isList(value) && value.length > 0 && Array.from(value).every((w) => isFiniteNumber(w) && w >= 0),
};

/** Exactly two finite numbers ≥ 0. */
export const pairOfWeights: ParamSpec<NumberList> & { readonly default: undefined } = {
  ...perClassNumbers,
  range: "a list of two finite numbers ≥ 0, [weight of 0, weight of 1]",
  accepts: (value): value is NumberList => perClassNumbers.accepts(value) && value.length === 2,
};

/** One number for all, or a list of them. */
export function numberOrList<D extends number | undefined>(
  spec: ParamSpec<number> & { readonly default: D },
): ParamSpec<number | NumberList> & { readonly default: D } {
  return {
    default: spec.default,
    range: `${spec.range}, or a list of such numbers`,
    accepts: (value): value is number | NumberList =>
      isList(value) ? value.length > 0 && Array.from(value).every(spec.accepts) : spec.accepts(value),
  };
}

/** How a value looks in a message. */
export function show(value: unknown): string {
  if (isNumber(value) || value === undefined || typeof value === "boolean") return String(value);
  if (Number.isNaN(value)) return "NaN";
  if (ArrayBuffer.isView(value)) return `${value.constructor.name}(${(value as Float32Array).length})`;
  return JSON.stringify(value) ?? String(value);
}

/** Fills in defaults and refuses what is misspelt or out of range, where the descriptor is made. */
export function resolveParams(name: string, specs: ParamSpecs, given: Params): Params {
  const known = Object.keys(specs);
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new InvalidInputError(
      `${name}: its parameters are ${show(given)}; ${known.length ? `an object with any of ${known.join(", ")} was wanted` : "it takes none"}.`,
      { input: "params" },
    );
  }
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue;
    throw new InvalidInputError(
      `${name}: there is no parameter "${key}"; ${known.length ? `it takes ${known.join(", ")}${nearest(key, known)}` : "it takes none"}.`,
      { input: key },
    );
  }
  const params: Record<string, unknown> = {};
  for (const [key, spec] of Object.entries(specs)) {
    const value = given[key] ?? spec.default;
    if (value !== undefined && !spec.accepts(value)) {
      throw new InvalidInputError(`${name}: ${key} is ${show(value)}; it must be ${spec.range}.`, {
        input: key,
        ...(typeof value === "number" ? { value } : {}),
      });
    }
    params[key] = isList(value) ? Object.freeze(Array.from(value)) : value;
  }
  return Object.freeze(params);
}
