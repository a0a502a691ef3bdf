import type { ItemsReference } from "../shapes.js";

const none = Number.NEGATIVE_INFINITY;

function logSumExp(...terms: readonly number[]): number {
  const peak = terms.reduce((a, b) => Math.max(a, b), none);
  if (peak === none) return none;
  return peak + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - peak), 0));
}

/** Log-probabilities of all classes at one frame; a masked class has −Infinity, and so has a frame without others. */
function logSoftmax(row: Float64Array): Float64Array {
  const peak = row.reduce((a, b) => Math.max(a, b), none);
  if (peak === none) return row.map(() => none);
  const rest = Math.log(row.reduce((sum, x) => sum + Math.exp(x - peak), 0));
  return row.map((x) => x - peak - rest);
}

interface Alignment {
  readonly value: number;
  /** Of each frame, each class: its probability less its share of all alignments. */
  readonly slopes: readonly Float64Array[];
}

/** Graves' forward–backward over the labels with blanks between them, in logarithms. */
function align(rows: readonly Float64Array[], labels: readonly number[], blank: number): Alignment {
  const path = [blank, ...labels.flatMap((label) => [label, blank])];
  const logs = rows.map(logSoftmax);
  const frames = rows.length;
  const last = path.length - 1;
  if (frames === 0) return { value: last === 0 ? 0 : Number.POSITIVE_INFINITY, slopes: [] };
  const canSkip = (s: number) => s >= 2 && path[s] !== blank && path[s] !== path[s - 2];
  const emit = (t: number, s: number) => logs[t]?.[path[s] as number] as number;
  // alpha: all ways to be at s after frame t. beta: all ways on from there, frame t not counted again.
  const alpha = rows.map(() => new Float64Array(path.length).fill(none));
  const beta = rows.map(() => new Float64Array(path.length).fill(none));
  const at = (lattice: readonly Float64Array[], t: number, s: number) => lattice[t]?.[s] ?? none;
  for (let t = 0; t < frames; t++) {
    for (let s = 0; s <= last; s++) {
      const arrived =
        t === 0
          ? s < 2
            ? 0
            : none
          : logSumExp(
              at(alpha, t - 1, s),
              at(alpha, t - 1, s - 1),
              canSkip(s) ? at(alpha, t - 1, s - 2) : none,
            );
      (alpha[t] as Float64Array)[s] = arrived + emit(t, s);
    }
  }
  for (let t = frames - 1; t >= 0; t--) {
    const onward = (s: number) => (s > last ? none : at(beta, t + 1, s) + emit(t + 1, s));
    for (let s = 0; s <= last; s++) {
      (beta[t] as Float64Array)[s] =
        t === frames - 1
          ? s >= last - 1
            ? 0
            : none
          : logSumExp(onward(s), onward(s + 1), s + 2 <= last && canSkip(s + 2) ? onward(s + 2) : none);
    }
  }
  const total = logSumExp(at(alpha, frames - 1, last), at(alpha, frames - 1, last - 1));
  if (total === none) return { value: Number.POSITIVE_INFINITY, slopes: [] };
  const slopes = logs.map((row, t) => {
    const slope = row.map(Math.exp);
    for (const [s, label] of path.entries()) {
      slope[label] = (slope[label] as number) - Math.exp(at(alpha, t, s) + at(beta, t, s) - total);
    }
    return slope;
  });
  // Of a target that is certain rounding may leave log p above 0.
  return { value: Math.max(0, -total), slopes };
}

/** −log of the probability of all alignments of logits [T, N, C] with the targets, and its slopes. */
export const ctc: ItemsReference<{ readonly blank: number; readonly zeroInfinity: boolean }> = (
  { blank, zeroInfinity },
  { logits, targets, inputLengths, targetLengths },
  { sizes },
) => {
  const { frames = 0, sequences = 0, classes = 0, targets: width = 0, flat = 0 } = sizes;
  const x = logits?.values ?? new Float64Array(0);
  const labels = targets?.values ?? new Float64Array(0);
  const lengths = targetLengths?.values ?? new Float64Array(0);
  const framesOf = (n: number) => (inputLengths ? (inputLengths.values[n] as number) : frames);
  const isLabel = (label: number) => label >= 0 && label < classes && label !== blank;
  const before = (n: number) => lengths.slice(0, n).reduce((a, b) => a + Math.max(0, b), 0);
  const isWrong = (n: number) => {
    const length = lengths[n] as number;
    if (!flat) return length < 0 || length > width;
    const end = before(n + 1);
    return length < 0 || end > width || (n === sequences - 1 && end !== width);
  };
  const isAnyWrong = lengths.some((_, n) => isWrong(n));
  const values = new Float64Array(sequences);
  const results: (Alignment | undefined)[] = [];
  for (let n = 0; n < sequences; n++) {
    const count = framesOf(n);
    const first = flat ? before(n) : n * width;
    const own = Array.from(labels.subarray(first, first + (lengths[n] as number)));
    const isUsable = count >= 0 && count <= frames && !(flat ? isAnyWrong : isWrong(n)) && own.every(isLabel);
    const rows = Array.from({ length: isUsable ? count : 0 }, (_, t) =>
      x.subarray((t * sequences + n) * classes, (t * sequences + n + 1) * classes),
    );
    const isBroken =
      !isUsable || rows.some((row) => row.some((v) => Number.isNaN(v) || v === Number.POSITIVE_INFINITY));
    const result = isBroken ? undefined : align(rows, own, blank);
    results.push(result);
    values[n] = result ? result.value : Number.NaN;
    if (zeroInfinity && result?.value === Number.POSITIVE_INFINITY) values[n] = 0;
  }
  return {
    values,
    meanFactors: lengths.map((length) => 1 / Math.max(1, length)),
    reads: (input, element) => {
      if (input === "logits") {
        const row = Math.floor(element / classes);
        return Math.floor(row / sequences) < framesOf(row % sequences);
      }
      return (
        input !== "targets" ||
        flat === 1 ||
        element % width < (lengths[Math.floor(element / width)] as number)
      );
    },
    isFault: (input, element) => {
      if (input === "targets") return !isLabel(labels[element] as number);
      if (input === "inputLengths") return framesOf(element) < 0 || framesOf(element) > frames;
      if (input === "targetLengths") return isWrong(element);
      const logit = x[element] as number;
      return Number.isNaN(logit) || logit === Number.POSITIVE_INFINITY;
    },
    pull: (factors) => {
      const gradient = new Float64Array(x.length);
      for (let n = 0; n < sequences; n++) {
        const factor = factors[n] as number;
        const result = results[n];
        const count = framesOf(n);
        const isNan = Number.isNaN(factor) || !result;
        for (let t = 0; t < (count >= 0 && count <= frames ? count : frames); t++) {
          for (let k = 0; k < classes; k++) {
            const slope = result?.slopes[t]?.[k] ?? 0;
            gradient[(t * sequences + n) * classes + k] = isNan ? Number.NaN : factor * slope;
          }
        }
      }
      return { logits: gradient };
    },
  };
};
