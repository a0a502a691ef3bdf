import type { Totals } from "./rule.js";

/** A number of totals; 0 where there is none. */
export function numberIn(totals: Totals, name: string): number {
  const value = totals[name];
  return typeof value === "number" ? value : 0;
}

/** A list of totals; empty where there is none. */
export function listIn(totals: Totals, name: string): readonly number[] {
  const value = totals[name];
  return typeof value === "object" ? value : [];
}

/** Whether an item was met that cannot be computed with: what comes of the whole is NaN. */
export function isBroken(totals: Totals): boolean {
  return numberIn(totals, "broken") > 0;
}

/** a / b, and 0 where there is nothing to divide by. */
export function ratio(a: number, b: number): number {
  return b === 0 ? 0 : a / b;
}
