import type { Reduction } from "../definition.js";
import { sum, sumOfSizes } from "./sum.js";
import { type Term, type Walk, weighs, weightOf } from "./walk.js";

/** How items become a loss. */
export interface Rule {
  readonly reduction: Reduction;
  /** Replaces what `mean` and `weightedMean` divide by. */
  readonly divisor: number | undefined;
  /** The upstream gradient: one number, or one per item. */
  readonly scale: ArrayLike<number>;
  /** `root`: the loss is the square root of the mean. */
  readonly finish: "root" | undefined;
}

export interface Reduced {
  readonly loss: number | Float64Array;
  readonly count: number;
  /** By the term's own names, one number per element as yet, broadcast inputs too. */
  readonly gradients: Readonly<Record<string, Float64Array>>;
  /** Σ|terms| of the loss, which its rounding is measured against. */
  readonly size: number;
  /** Σ|terms| of gradients that are one sum. */
  readonly gradientSizes?: Readonly<Record<string, number>>;
}

/** What the losses are divided by, and what the part outside class weights (zLoss) is. */
interface Divisors {
  readonly own: number;
  readonly plain: number;
}

/** Weights, divisor, gradient scale: the same rules for every family. */
export function reduce(term: Term, walk: Walk, rule: Rule): Reduced {
  const weights = itemWeights(term, walk.values.length);
  const divisors = divisorsOf(walk, weights, rule);
  if (walk.pull) return reducePulled(walk, walk.pull, weights, divisors.own, rule);
  const own = weights.map((weight, item) => times(weight, walk.values[item] as number));
  const plain = weights.map((weight, item) => times(weight, walk.plain[item] as number));
  const count = sum(walk.counted);
  if (rule.reduction === "none") {
    const loss = own.map((value, item) => (walk.counted[item] ? value + (plain[item] as number) : 0));
    return { loss, count, gradients: gradientsOf(walk, weights, divisors, 1, rule), size: largestOf(loss) };
  }
  const counted = (_: number, item: number) => walk.counted[item] === 1;
  const terms = [own.filter(counted), plain.filter(counted)] as const;
  const total = divide(sum(terms[0]), divisors.own) + divide(sum(terms[1]), divisors.plain);
  const size =
    divide(sumOfSizes(terms[0]), Math.abs(divisors.own)) +
    divide(sumOfSizes(terms[1]), Math.abs(divisors.plain));
  if (rule.finish !== "root") {
    return { loss: total, count, gradients: gradientsOf(walk, weights, divisors, 1, rule), size };
  }
  const loss = Math.sqrt(total);
  // d√x = dx / 2√x, and no slope where there is no error at all.
  const chain = total === 0 ? 0 : 0.5 / loss;
  return { loss, count, gradients: gradientsOf(walk, weights, divisors, chain, rule), size: Math.sqrt(size) };
}

/** The same where gradients come back from all items together. */
function reducePulled(
  walk: Walk,
  pull: NonNullable<Walk["pull"]>,
  weights: Float64Array,
  divisor: number,
  { reduction, scale }: Rule,
): Reduced {
  const isMean = reduction === "mean" || reduction === "weightedMean";
  const shares = weights.map((weight, item) => {
    if (!walk.counted[item]) return 0;
    return isMean ? weight * (walk.meanFactors?.[item] ?? 1) : weight;
  });
  const own = shares.map((share, item) =>
    walk.counted[item] ? times(share, walk.values[item] as number) : 0,
  );
  const factors = shares.map((share, item) =>
    walk.counted[item] ? divide(share * (scale[scale.length === 1 ? 0 : item] as number), divisor) : 0,
  );
  const gradients = pull(factors);
  const common = {
    count: walk.tells?.count ?? sum(walk.counted),
    gradients: Object.fromEntries(
      Object.entries(gradients).map(([name, gradient]) => [name, gradient.map((slope) => slope + 0)]),
    ),
    gradientSizes: walk.pullSizes?.(factors) ?? {},
  };
  if (reduction === "none") return { ...common, loss: own, size: largestOf(own) };
  return {
    ...common,
    loss: divide(sum(own), divisor),
    size: divide(sumOfSizes(own), Math.abs(divisor)),
  };
}

/** The weight of every item; what is not finite is no weight, so it is NaN. */
function itemWeights(term: Term, items: number): Float64Array {
  return new Float64Array(items).map((_, item) => (weighs(term, item) ? weightOf(term, item) : Number.NaN));
}

function divisorsOf(walk: Walk, weights: Float64Array, { reduction, divisor }: Rule): Divisors {
  if (reduction === "sum" || reduction === "none") return { own: 1, plain: 1 };
  if (divisor !== undefined) return { own: divisor, plain: divisor };
  if (walk.tells) {
    const own = reduction === "mean" ? walk.tells.count : walk.tells.weight;
    return { own, plain: own };
  }
  const each = (value: (item: number) => number) =>
    sum(walk.shares.map((_, item) => (walk.counted[item] ? value(item) : 0)));
  const share = (item: number) => walk.shares[item] as number;
  const weight = (item: number) => weights[item] as number;
  const found =
    reduction === "mean"
      ? { own: each(share), plain: each(() => 1) }
      : { own: each((item) => weight(item) * share(item)), plain: each(weight) };
  // Where nothing divides, nothing counts: the whole loss is 0.
  return found.own === 0 ? { own: 0, plain: 0 } : found;
}

/** Nothing of something infinite is nothing. */
function times(factor: number, value: number): number {
  return factor === 0 && !Number.isNaN(value) ? 0 : factor * value;
}

function divide(value: number, divisor: number): number {
  return divisor === 0 ? times(0, value) : value / divisor;
}

function gradientsOf(
  walk: Walk,
  weights: Float64Array,
  divisors: Divisors,
  chain: number,
  { scale }: Rule,
): Record<string, Float64Array> {
  const factors = weights.map((weight, item) => {
    return chain * weight * (scale[scale.length === 1 ? 0 : item] as number);
  });
  return Object.fromEntries(
    Object.entries(walk.slopes).map(([name, { values, plain, still }]) => [
      name,
      values.map((slope, element) => {
        if (still[element]) return 0;
        const factor = factors[walk.itemOf(element)] as number;
        const own = divide(times(factor, slope), divisors.own);
        return own + divide(times(factor, plain[element] as number), divisors.plain) + 0;
      }),
    ]),
  );
}

function largestOf(values: Float64Array): number {
  let largest = 0;
  for (const value of values) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  return largest;
}
