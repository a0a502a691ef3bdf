/** CTC as anybody would write it without a GPU: forward–backward in logarithms, over typed arrays. The blank is 0. */

interface Sizes {
  readonly frames: number;
  readonly sequences: number;
  readonly classes: number;
  readonly targets: number;
}

function logAdd(a: number, b: number): number {
  const peak = Math.max(a, b);
  return peak === Number.NEGATIVE_INFINITY ? peak : peak + Math.log(Math.exp(a - peak) + Math.exp(b - peak));
}

function logAdd3(a: number, b: number, c: number): number {
  const peak = Math.max(a, b, c);
  if (peak === Number.NEGATIVE_INFINITY) return peak;
  return peak + Math.log(Math.exp(a - peak) + Math.exp(b - peak) + Math.exp(c - peak));
}

/** The mean over sequences of loss ÷ targets; the gradient goes where it is told. */
export function plainCtc(
  sizes: Sizes,
  logits: Float32Array,
  labels: Int32Array,
  gradient: Float32Array,
): number {
  const { frames, sequences, classes, targets } = sizes;
  const none = Number.NEGATIVE_INFINITY;
  const cells = 2 * targets + 1;
  const scale = 1 / (sequences * targets);
  const logs = new Float64Array(frames * classes);
  const alpha = new Float64Array(frames * cells);
  const beta = new Float64Array(frames * cells);
  const path = new Int32Array(cells);
  let sum = 0;
  for (let n = 0; n < sequences; n++) {
    for (let s = 0; s < targets; s++) path[2 * s + 1] = labels[n * targets + s]!;
    for (let t = 0; t < frames; t++) {
      const row = (t * sequences + n) * classes;
      let peak = none;
      for (let k = 0; k < classes; k++) peak = Math.max(peak, logits[row + k]!);
      let total = 0;
      for (let k = 0; k < classes; k++) total += Math.exp(logits[row + k]! - peak);
      const log = peak + Math.log(total);
      for (let k = 0; k < classes; k++) {
        const own = logits[row + k]! - log;
        logs[t * classes + k] = own;
        gradient[row + k] = scale * Math.exp(own);
      }
    }
    alpha.fill(none, 0, cells);
    alpha[0] = logs[0]!;
    alpha[1] = logs[path[1]!]!;
    for (let t = 1; t < frames; t++) {
      const before = (t - 1) * cells;
      for (let s = 0; s < cells; s++) {
        const stay = alpha[before + s]!;
        const one = s > 0 ? alpha[before + s - 1]! : none;
        const skips = s > 2 && path[s] !== 0 && path[s] !== path[s - 2];
        const arrived = skips ? logAdd3(stay, one, alpha[before + s - 2]!) : logAdd(stay, one);
        alpha[t * cells + s] = arrived + logs[t * classes + path[s]!]!;
      }
    }
    const all = logAdd(alpha[frames * cells - 1]!, alpha[frames * cells - 2]!);
    sum -= all;
    beta.fill(none, (frames - 1) * cells);
    beta[frames * cells - 1] = 0;
    beta[frames * cells - 2] = 0;
    for (let t = frames - 2; t >= 0; t--) {
      const after = (t + 1) * cells;
      const onward = (s: number): number => beta[after + s]! + logs[(t + 1) * classes + path[s]!]!;
      for (let s = 0; s < cells; s++) {
        const one = s + 1 < cells ? onward(s + 1) : none;
        const skips = s + 2 < cells && path[s + 2] !== 0 && path[s + 2] !== path[s];
        beta[t * cells + s] = skips ? logAdd3(onward(s), one, onward(s + 2)) : logAdd(onward(s), one);
      }
    }
    for (let t = 0; t < frames; t++) {
      const row = (t * sequences + n) * classes;
      for (let s = 0; s < cells; s++) {
        gradient[row + path[s]!]! -= scale * Math.exp(alpha[t * cells + s]! + beta[t * cells + s]! - all);
      }
    }
  }
  return sum * scale;
}
