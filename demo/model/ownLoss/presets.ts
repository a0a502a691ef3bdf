/** Losses to begin with. */

/** What is learned with a loss: a line through points, or who will send an order back. */
export type Task = "line" | "refunds";

export interface Range {
  readonly low: number;
  readonly high: number;
  readonly start: number;
}

export interface Preset {
  readonly title: string;
  /** What it is for, in a sentence. */
  readonly says: string;
  readonly wgsl: string;
  readonly params: Readonly<Record<string, Range>>;
  readonly task: Task;
}

export const presets: readonly [Preset, ...Preset[]] = [
  {
    title: "A missed refund costs 10× a false alarm",
    says: "Cross entropy of a logit, in which what should have been found and was not weighs more.",
    wgsl: `let cost = select(1.0, costMissed, targets > 0.5);
let ifNot = softplus(predictions);
return cost * (ifNot - targets * predictions);`,
    params: { costMissed: { low: 1, high: 20, start: 10 } },
    task: "refunds",
  },
  {
    title: "Robust, with a shape",
    says: "J. T. Barron’s loss (CVPR 2019): alpha 2 would be squares, 1 is pseudo-Huber, −2 all but ignores outliers.",
    wgsl: `let u = (predictions - targets) / scale;
let b = abs(alpha - 2.0);
let bowl = pow(u * u / b + 1.0, 0.5 * alpha) - 1.0;
return b / alpha * bowl;`,
    params: { alpha: { low: -3, high: 1.9, start: -2 }, scale: { low: 0.2, high: 3, start: 1 } },
    task: "line",
  },
  {
    title: "Running out costs more than leftovers",
    says: "A size on either side of the target, dearer below it: the fit is that share of the demand which is worth meeting.",
    wgsl: `let short = targets - predictions;
if (short > 0.0) {
  return costShort * short;
}
return -short;`,
    params: { costShort: { low: 0.2, high: 20, start: 4 } },
    task: "line",
  },
  {
    title: "Small errors are free",
    says: "Squares outside of a tube, nothing inside: who is close enough pulls no more.",
    wgsl: `let beyond = max(abs(predictions - targets) - width, 0.0);
return beyond * beyond;`,
    params: { width: { low: 0, high: 3, start: 1 } },
    task: "line",
  },
];
