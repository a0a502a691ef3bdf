import type { ItemsReference } from "../shapes.js";

/** Σ over the places of log Σ of what is left, in descending order of the targets; naive, a sum for each place. */
export const listMle: ItemsReference = (_, { scores, targets, mask }, { items, sizes }) => {
  const { entries = 0, inner = 1 } = sizes;
  const s = scores?.values ?? new Float64Array(0);
  const t = targets?.values ?? new Float64Array(0);
  const isListed = (element: number) => mask === undefined || mask.values[element] !== 0;
  const elementsOf = (list: number): number[] =>
    Array.from(
      { length: entries },
      (_, c) => (Math.floor(list / inner) * entries + c) * inner + (list % inner),
    ).filter(isListed);
  const isBroken = (elements: readonly number[]) =>
    elements.some(
      (e) =>
        !Number.isFinite(s[e] as number) ||
        !Number.isFinite(t[e] as number) ||
        Number.isNaN(mask?.values[e] ?? 1),
    );
  const values = new Float64Array(items);
  const counted = new Uint8Array(items);
  const slopes = new Float64Array(s.length);
  for (let list = 0; list < items; list++) {
    const elements = elementsOf(list);
    counted[list] = elements.length > 0 ? 1 : 0;
    if (isBroken(elements)) {
      values[list] = Number.NaN;
      continue;
    }
    // A stable sort keeps ties in input order.
    const order = elements.toSorted((a, b) => (t[b] as number) - (t[a] as number));
    for (let k = 0; k < order.length; k++) {
      const left = order.slice(k);
      const own = s[order[k] as number] as number;
      const rest = left.slice(1).reduce((sum, e) => sum + Math.exp((s[e] as number) - own), 0);
      const peak = left.reduce((most, e) => Math.max(most, s[e] as number), Number.NEGATIVE_INFINITY);
      const all = left.reduce((sum, e) => sum + Math.exp((s[e] as number) - peak), 0);
      values[list] =
        (values[list] as number) + (Number.isFinite(rest) ? Math.log1p(rest) : Math.log(all) + peak - own);
      for (const e of left.slice(1)) {
        slopes[e] = (slopes[e] as number) + Math.exp((s[e] as number) - peak) / all;
      }
      // 1 − its own share, without the difference.
      const others = left.slice(1).reduce((sum, e) => sum + Math.exp((s[e] as number) - peak), 0);
      slopes[order[k] as number] = (slopes[order[k] as number] as number) - others / all;
    }
  }
  return {
    values,
    counted,
    reads: (input, element) => input === "mask" || isListed(element),
    pull: (factors) => {
      const gradient = new Float64Array(s.length);
      for (let list = 0; list < items; list++) {
        const factor = factors[list] as number;
        for (const e of elementsOf(list)) {
          gradient[e] = Number.isNaN(values[list] as number) ? Number.NaN : factor * (slopes[e] as number);
        }
      }
      return { scores: gradient };
    },
  };
};
