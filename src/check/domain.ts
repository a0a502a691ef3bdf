import type { InputKind } from "../definition.js";
import { InvalidInputError } from "../errors.js";

interface Domain {
  /** Ends the sentence "it must be …". */
  readonly wanted: string;
  readonly accepts: (value: number) => boolean;
}

/** What `checkInputs` lets pass, by the kind of input; labels depend on the classes and are apart. */
export const domains: Readonly<Record<Exclude<InputKind, "labels">, Domain>> = {
  real: { wanted: "finite", accepts: Number.isFinite },
  logits: {
    wanted: "finite, or −Infinity for a masked class",
    accepts: (v) => Number.isFinite(v) || v === Number.NEGATIVE_INFINITY,
  },
  unit: { wanted: "in [0, 1]", accepts: (v) => v >= 0 && v <= 1 },
  binary: { wanted: "0 or 1", accepts: (v) => v === 0 || v === 1 },
  sign: { wanted: "−1 or 1", accepts: (v) => v === -1 || v === 1 },
  nonNegative: { wanted: "finite and ≥ 0", accepts: (v) => v >= 0 && v < Number.POSITIVE_INFINITY },
  aboveMinusOne: {
    wanted: "finite and greater than −1",
    accepts: (v) => v > -1 && v < Number.POSITIVE_INFINITY,
  },
  mask: { wanted: "a number", accepts: (v) => !Number.isNaN(v) },
  identities: { wanted: "an integer", accepts: Number.isInteger },
  lengths: { wanted: "an integer ≥ 0", accepts: (v) => Number.isInteger(v) && v >= 0 },
};

/** Whether an input holds integers (i32 on the GPU), not values. */
export function isIntegerKind(kind: InputKind | undefined): boolean {
  return kind === "labels" || kind === "identities" || kind === "lengths";
}

/** A value that arithmetic can use: what makes an item NaN under `checkInputs: false` is not. */
export function isUsable(kind: InputKind, value: number): boolean {
  return Number.isFinite(value) || (kind === "logits" && value === Number.NEGATIVE_INFINITY);
}

/** A value outside its domain was found under `checkInputs`. */
export function domainError(
  loss: string,
  input: string,
  kind: InputKind,
  found: {
    readonly index: number;
    readonly value: number | undefined;
    readonly count?: number;
    /** Why the value is not known. */
    readonly unread?: string | undefined;
    /** What it must be, where its kind does not say it all. */
    readonly wanted?: string | undefined;
  },
  labels?: { readonly classes: number; readonly ignoreIndex: number },
): InvalidInputError {
  const { index, value, count = 1, unread } = found;
  const usual = labels
    ? `a class index in [0, ${labels.classes}) or ignoreIndex (${labels.ignoreIndex})`
    : domains[kind as Exclude<InputKind, "labels">]?.wanted;
  const others = count > 1 ? `, the first of ${count} such values` : "";
  const shown = value ?? `out of range and unknown, for ${unread}`;
  return new InvalidInputError(
    `${loss}: ${input}[${index}] is ${shown}${others}; it must be ${found.wanted ?? usual}. Correct the data, or pass checkInputs: false to let such items be NaN.`,
    { input, index, ...(value === undefined ? {} : { value }) },
  );
}
