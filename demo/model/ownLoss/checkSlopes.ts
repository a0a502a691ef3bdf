/** The judge of a derivative that was made: central differences of the loss itself, in float64. */
import type { Loss } from "fusedloss";
import { evaluate } from "fusedloss/reference";
import type { Scene } from "../scene.js";

const step = 1e-4;
/** A slope that is one at a corner stays apart however near one looks. */
const nearer = 8;

export interface SlopeCheck {
  /** By differences; NaN at corners and where the loss is not finite. */
  readonly differences: Float64Array;
  /** The largest difference from the slopes, and where along the axis it is. */
  readonly largest: number;
  readonly at: number;
  /** The largest slope, by differences. */
  readonly steepest: number;
  readonly compared: number;
  readonly corners: number;
}

/** Compares slopes with (ℓ(p + h) − ℓ(p − h)) / 2h. */
export function checkSlopes(loss: Loss, scene: Scene, slopes: ArrayLike<number>): SlopeCheck {
  const { at, inputs } = scene;
  const { predictions, targets } = inputs;
  const lossesAt = (by: number): ArrayLike<number> => {
    // Bare, as a tensor would be rounded to f32.
    const moved = Float64Array.from(predictions?.data ?? [], (value) => value + by);
    const given = { predictions: moved, targets: targets?.data };
    return evaluate(loss, given, { reduction: "none", gradients: [], checkInputs: false }).loss;
  };
  const here = lossesAt(0);
  const [below, above] = [lossesAt(-step), lossesAt(step)];
  const [justBelow, justAbove] = [lossesAt(-step / nearer), lossesAt(step / nearer)];
  /** By how much the slopes of the two sides differ. */
  const gap = (i: number, low: ArrayLike<number>, high: ArrayLike<number>, by: number) =>
    Math.abs((high[i] ?? NaN) - 2 * (here[i] ?? NaN) + (low[i] ?? NaN)) / by;

  let [largest, where, steepest, compared, corners] = [0, 0, 0, 0, 0];
  const differences = Float64Array.from(at, (_, i) => {
    const slope = ((above[i] ?? NaN) - (below[i] ?? NaN)) / (2 * step);
    if (!Number.isFinite(slope)) return NaN;
    const far = gap(i, below, above, step);
    if (far > 1e-3 && gap(i, justBelow, justAbove, step / nearer) > far / 2) {
      corners++;
      return NaN;
    }
    return slope;
  });
  for (const [i, wanted] of differences.entries()) {
    if (Number.isNaN(wanted)) continue;
    compared++;
    steepest = Math.max(steepest, Math.abs(wanted));
    const off = Math.abs((slopes[i] ?? NaN) - wanted);
    if (off <= largest) continue;
    largest = off;
    where = at[i] ?? 0;
  }
  return { differences, largest, at: where, steepest, compared, corners };
}
