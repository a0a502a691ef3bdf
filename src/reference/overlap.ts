import type { Row, RowResult } from "./shapes.js";

/** What one entry adds to a ratio of overlap: to what is common, to all, and to their difference. */
export interface Overlap {
  readonly common: number;
  readonly all: number;
  /** all − common, without the difference of two numbers that are nearly equal. */
  readonly apart: number;
  /** By p. */
  readonly commonSlope: number;
  readonly allSlope: number;
}

/** An entry of the first set, p and 1 − p, and of the second. */
export type OverlapRule = (p: number, not: number, t: number) => Overlap;

/** 1 − (Σ common + s)/(Σ all + s), 0/0 = 0, of probabilities or of the σ of logits. */
export function overlapLoss({ values, classes }: Row, smooth: number, rule: OverlapRule): RowResult {
  const { logits, probabilities, targets } = values;
  const entries = Array.from({ length: classes }, (_, c) => {
    const x = logits?.[c] as number;
    const p = logits ? 1 / (1 + Math.exp(-x)) : (probabilities?.[c] as number);
    const not = logits ? 1 / (1 + Math.exp(x)) : 1 - p;
    return { chain: logits ? p * not : 1, ...rule(p, not, targets?.[c] as number) };
  });
  const sum = (of: "common" | "all" | "apart") => entries.reduce((total, entry) => total + entry[of], 0);
  const common = sum("common") + smooth;
  const all = sum("all") + smooth;
  const gradient = Float64Array.from(entries, ({ chain, commonSlope, allSlope }) =>
    all === 0 ? 0 : (chain * (common * allSlope - all * commonSlope)) / all ** 2,
  );
  return {
    value: all === 0 ? 1 : sum("apart") / all,
    gradients: logits ? { logits: gradient } : { probabilities: gradient },
  };
}
