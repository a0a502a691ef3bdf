/**
 * How far the GPU may be from the float64 reference. What is published is `tolerance`: 1e-5·|r| + 1e-7·size,
 * the size being that of the tensor. Here an item is held to the size that its own flavour of data has: beside
 * one outlier of 1e6, every other element of a tensor might be off by 0.1.
 */
import type { Loss } from "../../src/definition.js";
import { compare, tolerance } from "../../src/reference/tolerance.js";
import type { DType } from "../../src/tensor.js";

export { compare, tolerance };

/** Below 1e-37 f32 loses digits, and then everything: what is as good as 0 need not be 0. */
export const least = 1e-30;

/** Sizes are multiplied by this where a loss is a small difference of larger terms. */
const looser: Readonly<Record<string, number>> = {
  // ε·p·(Σt·p − t) is up to ε/4 ≈ 1.4 times the largest slope, which it and p − t leave of each other.
  poly1: 3,
  // log t + 1 − log p: both logarithms may be ten times the sum that they leave.
  klDivergence: 10,
  // With soft targets, class weights and smoothing p·Σw·t − w·t cancels: where one class holds nearly all of
  // the mass, what is left is a thousandth of either.
  softmaxCrossEntropy: 12,
  // q − p of two softmaxes that are nearly one comes from their mean difference, which is rounded once for every
  // entry of a row.
  distillation: 8,
  listNet: 8,
  // Where targets are neither 0 nor 1, p(1 − t) has either sign, and (TP + s)·w − t·W may cancel: unsmoothed, a
  // row with one p has no slope at all, whatever its halves.
  tversky: 8,
  // Beside a vector that lies along an axis, its slope along that axis is what two parts leave of each other
  // that are as large as the largest slope.
  cosineEmbedding: 3,
  cosineDistance: 3,
  // With swap, and for p other than 1 and 2, either distance may be several times their difference.
  triplet: 4,
};

/** The size of the terms of a loss (`loss`) or a slope, where nothing need be left of them in what is measured. */
export function termOf({ name, params }: Loss, of: string): number {
  if (name !== "triplet") return 0;
  // d(a, p) − d(a, n) + margin; and differences of parts of unit vectors.
  return of === "loss" ? (params.margin as number) : 0.5;
}

/** The largest loss, and the largest slope of each input, by flavour; before weights, scale and divisor. */
export type Sizes = ReadonlyMap<string, Readonly<Record<string, number>>>;

/** What is known of the elements that are compared. */
export interface Elements {
  readonly loss: string;
  readonly flavour: (element: number) => string;
  /** What an element was multiplied by: weight, scale, one over the divisor. */
  readonly factor: (element: number) => number;
  readonly size: (flavour: string) => number;
  /** How the GPU stored it. */
  readonly dtype?: DType;
}

interface Group {
  readonly name: string;
  /** The factor that is still in them. */
  readonly left: number;
  readonly at: number[];
  readonly found: number[];
  readonly wanted: number[];
}

/** Compares element by element; the answer is a complaint, or nothing. */
export function complaintOf(
  found: ArrayLike<number>,
  wanted: ArrayLike<number>,
  { loss, flavour, factor, size, dtype = "f32" }: Elements,
): string | undefined {
  if (found.length !== wanted.length) return ` has ${found.length} elements for ${wanted.length}`;
  const isHalf = dtype === "f16" || dtype === "bf16";
  const groups = new Map<string, Group>();
  for (let i = 0; i < wanted.length; i++) {
    const by = factor(i);
    // What is multiplied by 0 is exactly that.
    const hasFactor = by !== 0 && Number.isFinite(by);
    const name = hasFactor ? flavour(i) : "weightless";
    // Elements of one flavour are compared before their factors, but where 16 bits have rounded them since.
    const divisor = hasFactor && !isHalf ? by : 1;
    const left = hasFactor && isHalf ? Math.abs(by) : 1;
    const key = `${name} ${left}`;
    const group = groups.get(key) ?? { name, left, at: [], found: [], wanted: [] };
    groups.set(key, group);
    group.at.push(i);
    group.found.push((found[i] as number) / divisor);
    group.wanted.push((wanted[i] as number) / divisor);
  }
  for (const { name, left, ...group } of groups.values()) {
    const own = name === "weightless" ? 0 : size(name) * (looser[loss] ?? 1);
    const { ok, worst } = compare(group.found, group.wanted, { size: Math.max(least, own) * left, dtype });
    const at = group.at[worst] as number;
    if (!ok) return `[${at}] is ${found[at]} for ${wanted[at]} (${name} data)`;
  }
  return undefined;
}

/** By how much the size that a scene's results are measured by is larger than usual, and why. */
const sceneSizes: Readonly<Record<string, number>> = {
  // A slope is what a probability and a share of all paths leave of each other, and the share has come through as
  // many roundings as there are frames.
  ctc: 20,
  // In a list that is nearly in order the slope of an entry in the middle is what its share of the places before it
  // and what its own place lacks leave of each other, each as large as the largest slope.
  listMle: 5,
  // A similarity is rounded as a number near 1, divided by the temperature (0.07) and taken as an exponent.
  infoNce: 3,
  // Likewise, 0.1.
  supCon: 3,
};

export function sceneSize(loss: string): number {
  return sceneSizes[loss] ?? 1;
}
