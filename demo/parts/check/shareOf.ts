import type { CheckedRow } from "../../checkWorker.js";

/** The larger share of the tolerance, of value and gradients; undefined where there is nothing to compare. */
export function shareOf({ checked }: CheckedRow): number | undefined {
  return checked && Math.max(checked.value.share, checked.gradients?.share ?? 0);
}
