import type { ElementReference } from "../shapes.js";

/** max(0, −t(a − b) + m); slopes 0 at the margin. */
export const marginRanking: ElementReference<{ margin: number }, "a" | "b" | "targets"> = (
  { margin },
  { a, b, targets },
) => {
  const short = margin - targets * (a - b);
  return short > 0 ? { value: short, a: -targets, b: targets } : { value: 0, a: 0, b: 0 };
};
