import type { ItemsReference } from "../shapes.js";

interface Surrogate {
  readonly margin: number;
  readonly surrogate: "squaredHinge" | "logistic";
}

/** The loss of a pair whose positive lies `difference` above its negative, and its slope. */
function charge({ margin, surrogate }: Surrogate, difference: number): readonly [number, number] {
  if (surrogate === "squaredHinge") {
    const short = Math.max(0, margin - difference);
    return [short * short, -2 * short];
  }
  const small = Math.exp(-Math.abs(difference));
  const value = Math.max(0, -difference) + Math.log1p(small);
  return [value, -(difference > 0 ? small : 1) / (1 + small)];
}

/** Every positive with every negative. An item is an element; a positive's loss is that of all its pairs. */
export const pairwiseAuc: ItemsReference<Surrogate> = (params, { scores, targets }, { items }, weights) => {
  const s = scores?.values ?? new Float64Array(0);
  const t = targets?.values ?? new Float64Array(0);
  const weightOf = (item: number) => weights?.[item] ?? 1;
  const all = Array.from({ length: items }, (_, item) => item);
  const positives = all.filter((item) => t[item] === 1);
  const negatives = all.filter((item) => t[item] !== 1);
  const isBroken = all.some(
    (item) =>
      !Number.isFinite(s[item] as number) ||
      !Number.isFinite(weightOf(item)) ||
      (t[item] !== 0 && t[item] !== 1),
  );
  const values = new Float64Array(items).fill(isBroken ? Number.NaN : 0);
  const slopes = new Float64Array(items).fill(isBroken ? Number.NaN : 0);
  for (const i of isBroken ? [] : positives) {
    for (const j of negatives) {
      const [value, slope] = charge(params, (s[i] as number) - (s[j] as number));
      values[i] = (values[i] as number) + weightOf(j) * value;
      slopes[i] = (slopes[i] as number) + weightOf(j) * slope;
      slopes[j] = (slopes[j] as number) - weightOf(i) * slope;
    }
  }
  const sumOf = (list: readonly number[]) => list.reduce((sum, item) => sum + weightOf(item), 0);
  return {
    values,
    tells: {
      count: positives.length * negatives.length,
      weight: isBroken ? Number.NaN : sumOf(positives) * sumOf(negatives),
    },
    pull: (factors) => ({ scores: slopes.map((slope, item) => slope * (factors[item] as number)) }),
  };
};
