/** Rows and what they are to each other, in float64: what the references of all losses of pairs have in common. */
import type { Whole } from "./shapes.js";

/** A matrix of rows, each divided by its norm where asked; a row of zeros stays what it is. */
export interface Rows {
  readonly count: number;
  readonly features: number;
  readonly values: Float64Array;
  readonly inverses: Float64Array | undefined;
}

/** Rows of one input, or of several one after the other. */
export function rowsOf(inputs: readonly (Whole | undefined)[], normalizes: boolean): Rows {
  const features = inputs[0]?.shape[1] ?? 0;
  const values = Float64Array.from(inputs.flatMap((input) => Array.from(input?.values ?? [])));
  const count = values.length / features;
  for (let row = 0; row < count; row++) {
    // One number that cannot be used spoils its row: ∞ − ∞ and 0·∞ are not left to chance.
    const own = values.subarray(row * features, (row + 1) * features);
    if (!own.every(Number.isFinite)) own.fill(Number.NaN);
  }
  if (!normalizes) return { count, features, values, inverses: undefined };
  const inverses = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const norm = Math.hypot(...values.subarray(row * features, (row + 1) * features));
    inverses[row] = norm === 0 ? 0 : 1 / norm;
    for (let k = row * features; k < (row + 1) * features; k++) {
      values[k] = norm === 0 ? 0 : (values[k] as number) / norm;
    }
  }
  return { count, features, values, inverses };
}

/** A trained number as it is used: what is not finite is of no use. */
export function trained(input: Whole | undefined, otherwise: number): number {
  const value = input?.values[0] ?? otherwise;
  return Number.isFinite(value) ? value : Number.NaN;
}

/** The inner products of a row with all rows of the other matrix. */
export function scoresOf(a: Rows, row: number, b: Rows): Float64Array {
  const scores = new Float64Array(b.count);
  for (let j = 0; j < b.count; j++) {
    let sum = 0;
    for (let k = 0; k < a.features; k++) {
      sum += (a.values[row * a.features + k] as number) * (b.values[j * a.features + k] as number);
    }
    scores[j] = sum;
  }
  return scores;
}

/** Slopes of rows, added up pair by pair; and Σ|terms| of each, by which rounding is measured. */
export interface Pulled {
  readonly sums: Float64Array;
  readonly sizes: Float64Array;
}

export function unpulled({ values }: Rows): Pulled {
  return { sums: new Float64Array(values.length), sizes: new Float64Array(values.length) };
}

function addTo({ sums, sizes }: Pulled, at: number, term: number): void {
  sums[at] = (sums[at] as number) + term;
  sizes[at] = (sizes[at] as number) + Math.abs(term);
}

/** Adds what slopes by the scores of a row are to the rows themselves. */
export function pullRow(slopes: Float64Array, row: number, a: Rows, b: Rows, byA: Pulled, byB: Pulled): void {
  const { features } = a;
  for (let j = 0; j < b.count; j++) {
    const slope = slopes[j] as number;
    for (let k = 0; k < features; k++) {
      const [i, o] = [row * features + k, j * features + k];
      addTo(byA, i, slope * (b.values[o] as number));
      addTo(byB, o, slope * (a.values[i] as number));
    }
  }
}

/** From the gradient of the rows as they were used to that of the rows as they were given. */
export function throughNorms(
  { count, features, values, inverses }: Rows,
  { sums: by }: Pulled,
): Float64Array {
  if (!inverses) return by;
  const gradient = new Float64Array(by.length);
  for (let row = 0; row < count; row++) {
    let along = 0;
    // What nothing pulls stays, whatever it is.
    if (by.subarray(row * features, (row + 1) * features).every((slope) => slope === 0)) continue;
    for (let k = row * features; k < (row + 1) * features; k++) {
      along += (by[k] as number) * (values[k] as number);
    }
    for (let k = row * features; k < (row + 1) * features; k++) {
      gradient[k] = (inverses[row] as number) * ((by[k] as number) - along * (values[k] as number));
    }
  }
  return gradient;
}

/** The largest Σ|terms| of a gradient's elements; through a norm a slope is less what of it lies along the row. */
export function sizeOf({ count, features, values, inverses }: Rows, { sizes }: Pulled): number {
  let largest = 0;
  for (let row = 0; row < count; row++) {
    const places = Array.from({ length: features }, (_, k) => row * features + k);
    const along = places.reduce((sum, at) => sum + (sizes[at] as number) * Math.abs(values[at] as number), 0);
    for (const at of places) {
      const own = inverses
        ? (inverses[row] as number) * ((sizes[at] as number) + along * Math.abs(values[at] as number))
        : (sizes[at] as number);
      if (Number.isFinite(own)) largest = Math.max(largest, own);
    }
  }
  return largest;
}

/**
 * −mean over the right ones of log softmax(x), and its slopes. `isRight(j)` is undefined for what takes no part.
 * Nothing right: no loss.
 */
export function contrast(
  x: Float64Array,
  isRight: (j: number) => boolean | undefined,
): { readonly loss: number; readonly slopes: Float64Array; readonly rights: number } {
  const slopes = new Float64Array(x.length);
  const taken = Array.from(x.keys()).filter((j) => isRight(j) !== undefined);
  const right = taken.filter((j) => isRight(j));
  if (right.length === 0) return { loss: 0, slopes, rights: 0 };
  const peak = taken.reduce((most, j) => Math.max(most, x[j] as number), Number.NEGATIVE_INFINITY);
  const [first = 0] = right;
  let total = 0;
  for (const j of taken) total += Math.exp((x[j] as number) - peak);
  for (const j of taken) slopes[j] = Math.exp((x[j] as number) - peak) / total;
  let loss = 0;
  for (const j of right) loss += (peak - (x[j] as number) + Math.log(total)) / right.length;
  for (const j of right) slopes[j] = (slopes[j] as number) - 1 / right.length;
  if (right.length === 1) {
    // p − 1 and log 1 lose what is left to the wrong ones where the right one has nearly all.
    let others = 0;
    let odds = 0;
    for (const j of taken) {
      if (j === first) continue;
      others += slopes[j] as number;
      odds += Math.exp((x[j] as number) - (x[first] as number));
    }
    slopes[first] = -others;
    if (odds < 1) loss = Math.log1p(odds);
  }
  return { loss, slopes, rights: right.length };
}
