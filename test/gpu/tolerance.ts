/**
 * How far the GPU may be from the float64 reference. The published bound is `tolerance`: 1e-5·|r| + 1e-7·size.
 * Here an item is held to it with the size that its own flavour of data has, not with that of the whole tensor,
 * in which one outlier of 1e6 would let every other element be off by 0.1.
 */
import { compare, tolerance } from "../../src/reference/tolerance.js";

export { compare, tolerance };

/** Below 1e-37 f32 loses digits, and then everything: what is as good as 0 need not be 0. */
export const least = 1e-30;

/** The largest loss, and the largest slope of each input, by flavour; before weights, scale and divisor. */
export type Sizes = ReadonlyMap<string, Readonly<Record<string, number>>>;

/** What is known of each element that is compared. */
export interface Elements {
  readonly flavour: (element: number) => string;
  /** What the reference multiplied it by: weight, scale, one over the divisor. */
  readonly factor: (element: number) => number;
  readonly size: (flavour: string) => number;
}

/** Compares element by element; the answer is a complaint, or nothing. */
export function complaintOf(
  found: ArrayLike<number>,
  wanted: ArrayLike<number>,
  { flavour, factor, size }: Elements,
): string | undefined {
  if (found.length !== wanted.length) return `has ${found.length} elements for ${wanted.length}`;
  const groups = new Map<string, { at: number[]; found: number[]; wanted: number[] }>();
  for (let i = 0; i < wanted.length; i++) {
    const by = factor(i);
    const canDivide = by !== 0 && Number.isFinite(by);
    const name = canDivide ? flavour(i) : "";
    let group = groups.get(name);
    if (!group) groups.set(name, (group = { at: [], found: [], wanted: [] }));
    group.at.push(i);
    group.found.push((found[i] as number) / (canDivide ? by : 1));
    group.wanted.push((wanted[i] as number) / (canDivide ? by : 1));
  }
  for (const [name, group] of groups) {
    const { ok, worst } = compare(group.found, group.wanted, {
      size: Math.max(least, name === "" ? 0 : size(name)),
    });
    if (ok) continue;
    const at = group.at[worst] as number;
    return `[${at}] is ${found[at]} for ${wanted[at]} (${name || "weightless"} data)`;
  }
  return undefined;
}
