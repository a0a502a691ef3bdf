import type { Plan } from "./plan.js";

/** What a piece adds to the whole, as the GPU left it. */
export interface Totals {
  readonly sum: number;
  /** 1: a NaN was met, 2: a loss was infinite. */
  readonly flags: number;
  readonly counted: number;
  readonly naturalDivisor: number;
  readonly naturalPlain: number;
  readonly naturalBroken: number;
  /** The sums of losses told apart. */
  readonly terms: readonly number[];
  /** Every word by name, those of faults and summed gradients too. */
  readonly words: Readonly<Record<string, number>>;
}

/** The totals buffer, word by word. */
export function readTotals(plan: Plan, bytes: ArrayBuffer): Totals {
  const view = new DataView(bytes);
  const words: Record<string, number> = {};
  for (const [i, { name, type }] of plan.totals.entries()) {
    words[name] = type === "f32" ? view.getFloat32(4 * i, true) : view.getUint32(4 * i, true);
  }
  return {
    sum: words.sum ?? 0,
    flags: words.flags ?? 0,
    counted: plan.counted ?? (words.counted ?? 0) + 2 ** 32 * (words.countedHigh ?? 0),
    naturalDivisor: words.naturalDivisor ?? 0,
    naturalPlain: words.naturalPlain ?? 0,
    naturalBroken: words.naturalBroken ?? 0,
    terms: plan.totals.flatMap(({ name }) => (name.startsWith("term_") ? [words[name] ?? 0] : [])),
    words,
  };
}

/** Two pieces as one, in float64; of the words only those of the first are kept. */
export function addTotals(a: Totals, b: Totals): Totals {
  return {
    ...a,
    sum: a.sum + b.sum,
    flags: a.flags | b.flags,
    counted: a.counted + b.counted,
    naturalDivisor: a.naturalDivisor + b.naturalDivisor,
    naturalPlain: a.naturalPlain + b.naturalPlain,
    naturalBroken: a.naturalBroken | b.naturalBroken,
    terms: a.terms.map((term, k) => term + (b.terms[k] ?? 0)),
  };
}

/** The loss in float64: the sum over the divisor (the one given, else what the data say), its root where asked. */
export function finishLoss(
  totals: Totals,
  given: number | undefined,
  isMean: boolean,
  isRoot: boolean,
): { value: number; count: number; terms: number[] } {
  const divisor = isMean ? (given ?? totals.naturalDivisor) : 1;
  const mean = divisor === 0 ? 0 : totals.sum / divisor;
  const isNan = (totals.flags & 1) !== 0 || (totals.naturalBroken !== 0 && given === undefined);
  const isInfinite = (totals.flags & 2) !== 0;
  const value = isNan ? Number.NaN : isInfinite ? Number.POSITIVE_INFINITY : isRoot ? Math.sqrt(mean) : mean;
  const terms = totals.terms.map((sum, k) => {
    if (isNan) return Number.NaN;
    if ((totals.flags & (4 << k)) !== 0) return Number.POSITIVE_INFINITY;
    return divisor === 0 ? 0 : sum / divisor;
  });
  return { value, count: totals.counted, terms };
}

/** The slope of √(S/D) is that of S over 2·D·√(S/D): gradients of S/D are multiplied by this. */
export function rootSlope(sum: number, divisor: number): number {
  const root = divisor === 0 ? 0 : Math.sqrt(sum / divisor);
  return root > 0 ? 0.5 / root : 0;
}

/** What terms weigh whose log variances s are trained: ½·exp(−s). */
export function trainedWeights(logVariances: readonly number[]): number[] {
  return logVariances.map((s) => 0.5 * Math.exp(-s));
}

/** The slopes of ½·exp(−s)·L + ½·s by s. */
export function trainedSlopes(weights: readonly number[], losses: readonly number[]): number[] {
  return losses.map((loss, k) => 0.5 - (weights[k] as number) * loss);
}
