import type { RowReference } from "../shapes.js";

interface Distance {
  readonly length: number;
  /** By the first vector; by the second the negative of it. */
  readonly slopes: Float64Array;
}

/** (Σ|x − y + ε|^p)^(1/p) with the largest term taken out, so that no power of it overflows. */
function distance(x: Float64Array, y: Float64Array, p: number): Distance {
  const gap = x.map((value, i) => value - (y[i] as number) + 1e-6);
  const top = gap.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (top === 0) return { length: 0, slopes: gap };
  const sum = gap.reduce((total, value) => total + Math.abs(value / top) ** p, 0);
  const length = top * sum ** (1 / p);
  return { length, slopes: gap.map((value) => Math.sign(value) * Math.abs(value / length) ** (p - 1)) };
}

/** max(0, d(a,p) − d(a,n) + m); with swap min(d(a,n), d(p,n)), the slopes halved between equals. */
export const triplet: RowReference<{
  readonly margin: number;
  readonly p: number;
  readonly swap: boolean;
}> = ({ margin, p, swap }, { values }) => {
  const [a, b, n] = ["anchor", "positive", "negative"].map((name) => values[name] as Float64Array) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const near = distance(a, b, p);
  const far = distance(a, n, p);
  const across = distance(b, n, p);
  const share = !swap || far.length < across.length ? 0 : far.length === across.length ? 0.5 : 1;
  const short = near.length - (swap ? Math.min(far.length, across.length) : far.length) + margin;
  const force = short > 0 ? 1 : 0;
  const slopes = (of: (i: number) => number) => a.map((_, i) => force * of(i) + 0);
  const at = ({ slopes: list }: Distance, i: number) => list[i] as number;
  return {
    value: Math.max(0, short),
    gradients: {
      anchor: slopes((i) => at(near, i) - (1 - share) * at(far, i)),
      positive: slopes((i) => -at(near, i) - share * at(across, i)),
      negative: slopes((i) => (1 - share) * at(far, i) + share * at(across, i)),
    },
  };
};
