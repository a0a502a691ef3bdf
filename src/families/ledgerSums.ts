import type { PieceRecord } from "../metric.js";
import type { Totals } from "../totals/rule.js";

/** Words of the record before the counters: the largest weight, by its bits. */
export const firstCounter = 2;

/** The exponent of a weight of 1, as f32 has it. */
const exponentOfOne = 127;

/** The counters of a ledger as numbers, list after list. */
export function ledgerSums({ totals, words, layout }: PieceRecord, lists: readonly string[]): Totals {
  const { counters = 0 } = "sizes" in layout ? layout.sizes : {};
  const length = counters / lists.length;
  const unit = 2 ** (Math.max((words[0] ?? 0) >>> 23 || exponentOfOne, 40) - 164);
  const sumOf = (counter: number): number => {
    const low = words[firstCounter + 2 * counter] ?? 0;
    const high = (words[firstCounter + 2 * counter + 1] ?? 0) | 0;
    return (high * 2 ** 32 + low) * unit;
  };
  const sums = lists.map((name, k) => [name, Array.from({ length }, (_, i) => sumOf(k * length + i))]);
  return { ...Object.fromEntries(sums), broken: totals.flags & 1 };
}
