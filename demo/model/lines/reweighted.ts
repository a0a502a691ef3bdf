import type { Points } from "../../training/data.js";
import type { Ask, Fitting } from "./fitting.js";
import { distanceBetween, heightAt, type Line } from "./line.js";
import type { LineFit } from "./lineFits.js";

/** The share of the points' spread that counts as no move. */
const still = 1e-6;
/** Where the line goes through all points. */
const tiny = 1e-9;

/**
 * One step of iteratively reweighted least squares: at every point the loss is replaced by the parabola that has its
 * slope there and lies above it elsewhere, and the line goes to where the parabolas are least in sum. No step is too
 * long, whatever the unit of y, and for a loss that is a parabola the first is the last.
 *
 * With the misses' slopes s, curvatures w and d = x − Σwx / Σw:  slope −= Σsd / Σwd²,  height −= Σs / Σw.
 *
 * Hunter and Lange, "A Tutorial on MM Algorithms", The American Statistician 58, 2004.
 */
export async function reweighted(
  ask: Ask,
  { curvature, kinked }: LineFit,
  { x, y }: Points,
  fitting: Fitting,
): Promise<Fitting> {
  const count = x.length;
  const { slopes } = await ask(fitting);
  const misses = Array.from(x, (at, i) => heightAt(fitting, at) - (y[i] ?? 0));
  const typical = misses.reduce((sum, miss) => sum + Math.abs(miss), 0) / count;
  const least = Math.max(typical / 100, tiny);
  // The slopes are those of a mean.
  const weights = misses.map((miss) => curvature(miss, least) / count);
  const sum = (term: (i: number) => number) => weights.reduce((total, _, i) => total + term(i), 0);
  const [weight, slope] = [sum((i) => weights[i] ?? 0), sum((i) => slopes[i] ?? 0)];
  const middle = sum((i) => (weights[i] ?? 0) * (x[i] ?? 0)) / weight;
  const away = (i: number) => (x[i] ?? 0) - middle;
  const turning = sum((i) => (slopes[i] ?? 0) * away(i));
  const inertia = sum((i) => (weights[i] ?? 0) * away(i) ** 2);
  const turned = fitting.slope - (inertia > 0 ? turning / inertia : 0);
  const height = heightAt(fitting, middle) - slope / weight;
  const line: Line = { slope: turned, intercept: height - turned * middle };
  const moved = distanceBetween(line, fitting, [Math.min(...x), Math.max(...x)]);
  const spread = Math.max(...y) - Math.min(...y);
  return { ...line, steps: fitting.steps + 1, rests: !kinked && moved <= still * spread };
}
