import { logVariancesOf } from "../check/sum.js";
import type { Definition, Part } from "../definition.js";
import { uncertaintyWeighted } from "./combine/uncertaintyWeighted.js";
import { weightedSum } from "./combine/weightedSum.js";
import type { Reduced } from "./reduce.js";
import { sum } from "./sum.js";

/** What the terms of a sum weigh. */
export interface Weighing {
  readonly terms: number;
  readonly weights: readonly number[];
  readonly extra: number;
  /** The input of the trained weights, and its slopes. */
  readonly input?: string | undefined;
  readonly slopes?: (terms: readonly number[]) => Float64Array;
}

export function weighingOf(
  { sum: spec }: Definition,
  read: (input: string) => Float64Array,
): Weighing | undefined {
  if (!spec) return undefined;
  const input = logVariancesOf(spec);
  const { terms } = spec;
  if (input !== undefined) return { terms, input, ...uncertaintyWeighted(read(input)) };
  return { terms, ...weightedSum(spec.weights as readonly number[]) };
}

/** A gradient of a part, under its outer name. */
interface PartGradient {
  readonly name: string;
  readonly values: Float64Array;
  /** Σ|terms| where it is one sum. */
  readonly size: number | undefined;
}

type Value = number | Float64Array;

/** Losses and gradients of all parts, added up. */
export class Gathered {
  readonly gradients: Record<string, Float64Array> = {};
  readonly sizes: Record<string, number> = {};
  readonly #weighing: Weighing | undefined;
  readonly #terms: Value[];
  #loss: Value = 0;
  #size = 0;
  #count = 0;

  constructor(weighing: Weighing | undefined) {
    this.#weighing = weighing;
    this.#terms = Array.from({ length: weighing?.terms ?? 0 }, () => 0);
  }

  /** What a part's gradients are multiplied by. */
  factorOf({ term, factor = 1 }: Part): number {
    return term === undefined ? factor : factor * (this.#weighing?.weights[term] ?? 1);
  }

  take(part: Part, result: Reduced, gradients: readonly PartGradient[]): void {
    const { term, factor = 1 } = part;
    if (term === undefined) this.#loss = plus(this.#loss, result.loss, 1);
    else this.#terms[term] = plus(this.#terms[term] ?? 0, result.loss, factor);
    this.#size += Math.abs(this.factorOf(part)) * result.size;
    if (!this.#weighing || term === 0) this.#count += result.count;
    for (const { name, values, size } of gradients) {
      const before = this.gradients[name];
      const largest = size ?? largestOf(values);
      if (before) {
        this.gradients[name] = before.map((slope, i) => slope + (values[i] as number));
        // What two parts leave of each other is as exact as they are.
        this.sizes[name] = (this.sizes[name] ?? largestOf(before)) + largest;
      } else {
        this.gradients[name] = values;
        if (size !== undefined) this.sizes[name] = size;
      }
    }
  }

  finish(scale: number): {
    readonly loss: Value;
    readonly count: number;
    readonly size: number;
    readonly terms: readonly Value[];
  } {
    const { weights = [], extra = 0, input, slopes } = this.#weighing ?? {};
    const terms = this.#terms;
    const all = terms.reduce<Value>((loss, term, k) => plus(loss, term, weights[k] ?? 1), this.#loss);
    if (input !== undefined && slopes) {
      this.gradients[input] = slopes(terms as number[]).map((slope) => scale * slope);
      this.sizes[input] =
        Math.abs(scale) *
        Math.max(...terms.map((term, k) => 0.5 + Math.abs((weights[k] ?? 0) * (term as number))));
    }
    const loss = typeof all === "number" ? sum([all, extra]) : all;
    return { loss, count: this.#count, size: this.#size + Math.abs(extra), terms };
  }
}

/** Nothing of something infinite is nothing. */
function plus(a: Value, b: Value, factor: number): Value {
  const times = (one: number): number => (factor === 0 && !Number.isNaN(one) ? 0 : factor * one);
  if (typeof b === "number") return (a as number) + times(b);
  return b.map((one, i) => (typeof a === "number" ? a : (a[i] as number)) + times(one));
}

function largestOf(values: Float64Array): number {
  return values.reduce(
    (largest, one) => (Number.isFinite(one) ? Math.max(largest, Math.abs(one)) : largest),
    0,
  );
}
