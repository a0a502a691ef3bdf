import { domainError, domains, isUsable } from "../check/domain.js";
import type { Layout } from "../check/layout.js";
import type { Definition, InputKind, Params } from "../definition.js";
import * as combined from "./combine/index.js";
import * as losses from "./losses/index.js";

/** An input as numbers, under the name that the user gave it. */
export interface Given {
  readonly name: string;
  readonly kind: InputKind;
  readonly values: Float64Array;
}

/** One loss over its own inputs: the loss itself, or a part of a GAN discriminator. */
export interface Term<D extends Definition = Definition, L extends Layout = Layout> {
  readonly definition: D;
  readonly params: Params;
  readonly layout: L;
  /** By the term's own names, in the contract's order. */
  readonly inputs: Readonly<Record<string, Given>>;
  readonly weights: Given | undefined;
  /** By the term's own names. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** What `checkInputs` found; filled while walking. */
  readonly faults: Faults;
}

/** The slopes of one input, one per element, as yet unweighted. */
export interface Slopes {
  readonly values: Float64Array;
  /** Slopes of the part that `mean` divides by the plain count. */
  readonly plain: Float64Array;
  /** 1 where the gradient is exactly 0 whatever the factors: ignored rows, masked entries. */
  readonly still: Uint8Array;
}

export type Gradients = Readonly<Record<string, Float64Array>>;

/** Gradients, and of each the largest Σ|terms|, against which its rounding is measured. */
export interface Carried {
  readonly gradients: Gradients;
  readonly sizes: Readonly<Record<string, number>>;
  /** How much larger the size of the loss is for what it was made of. */
  readonly lossSize: number;
}

/** What a term says of each of its items before weights and reduction. */
export interface Walk {
  /** The item's loss, 0 where it is not counted. */
  readonly values: Float64Array;
  readonly plain: Float64Array;
  readonly counted: Uint8Array;
  /** What the item adds to the divisor of `mean`: 1, or its class weight. */
  readonly shares: Float64Array;
  readonly slopes: Readonly<Record<string, Slopes>>;
  readonly outputs: Readonly<Record<string, Float64Array>>;
  /** The item that an element of an input belongs to. */
  readonly itemOf: (element: number) => number;
  /** What is counted, where it is not the items: how many, and the sum of their weights. */
  readonly tells?: { readonly count: number; readonly weight: number } | undefined;
  /** What a mean multiplies each item by beforehand. */
  readonly meanFactors?: Float64Array | undefined;
  /** Where an element's slope is of many items: the gradients of Σ factors·values, instead of `slopes`. */
  readonly pull?: (factors: Float64Array) => Readonly<Record<string, Float64Array>>;
  /** Turns the gradients of what was walked into those of what it was made of. */
  readonly carry?: ((gradients: Gradients, shaken: Gradients) => Carried) | undefined;
  /** Where there is `carry`: the same walk over what was made, each number a little off. */
  readonly shaken?: Walk;
  /** Of gradients that are one sum, Σ|terms|. */
  readonly pullSizes?: ((factors: Float64Array) => Readonly<Record<string, number>>) | undefined;
}

/** The values that `checkInputs` refuses: of each input the first place, and how many. */
export class Faults {
  readonly #found = new Map<string, { index: number; value: number; count: number; error: () => Error }>();

  constructor(readonly loss: string) {}

  /** Notes a value that is outside its domain; labels come with their classes. */
  check(
    { name, kind, values }: Given,
    index: number,
    labels?: { readonly classes: number; readonly ignoreIndex: number },
    isFault?: boolean,
    wanted?: string,
  ): void {
    const value = values[index] as number;
    const isFine =
      kind === "labels" ? labels && isClass(value, labels.classes) : domains[kind].accepts(value);
    if (isFault === undefined ? isFine : !isFault) return;
    const before = this.#found.get(name);
    const count = (before?.count ?? 0) + 1;
    const first = before && before.index < index ? before : { index, value };
    const found = { index: first.index, value: first.value, count, wanted };
    this.#found.set(name, { ...found, error: () => domainError(this.loss, name, kind, found, labels) });
  }

  /** Throws for the first input, in the order given, that has a fault. */
  raise(order: readonly string[]): void {
    for (const name of order) {
      const found = this.#found.get(name);
      if (found) throw found.error();
    }
  }
}

export function isClass(value: number, classes: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < classes;
}

/** Whether arithmetic can use a value; a mask may be anything but NaN. */
export function canUse({ kind }: Given, value: number): boolean {
  return kind === "mask" ? !Number.isNaN(value) : isUsable(kind, value);
}

/** The weight of an item; 1 where there are none. */
export function weightOf({ weights, layout }: Term, item: number): number {
  return weights ? (weights.values[Math.floor(item / (layout.weights?.stride ?? 1))] as number) : 1;
}

/** Whether an item can be weighed at all: what is not finite spoils it. */
export function weighs(term: Term, item: number): boolean {
  return Number.isFinite(weightOf(term, item));
}

/** The float64 twin of a loss: `huber`, or the `real` of the object `hingeGan`. */
export function twinOf(name: string): unknown {
  let found: unknown = { ...losses, ...combined };
  for (const word of name.split(".")) found = (found as Record<string, unknown> | undefined)?.[word];
  if (typeof found === "function") return found;
  throw new Error(`src/reference/losses has no ${name}: every loss has a twin there, of the same name.`);
}

export function noSlopes(elements: number): Slopes {
  return {
    values: new Float64Array(elements),
    plain: new Float64Array(elements),
    still: new Uint8Array(elements),
  };
}
