/** The best lines through points, found without a step towards them. */
import { heightAt, type Line } from "../../demo/model/lines/line.js";
import { type FitSettings, lineFits } from "../../demo/model/lines/lineFits.js";
import type { Points } from "../../demo/training/data.js";
import type { Loss } from "../../src/index.js";
import { evaluate } from "../../src/reference/index.js";

/** The mean loss of a line and its slopes by slope and intercept. */
function opinion(loss: Loss, { x, y }: Points, line: Line) {
  const predictions = Float64Array.from(x, (at) => heightAt(line, at));
  const { loss: value, gradients } = evaluate(
    loss,
    { predictions, targets: Float64Array.from(y) },
    { gradients: ["predictions"] },
  ) as { loss: number; gradients: { predictions: Float64Array } };
  let [slope, intercept] = [0, 0];
  gradients.predictions.forEach((one, i) => {
    slope += one * (x[i] ?? 0);
    intercept += one;
  });
  return { value, slope, intercept };
}

/** Where the slope of a smooth loss is zero: Newton's method, its second slopes by differences, its steps halved until they help. */
function bestOfSmooth(loss: Loss, points: Points): Line {
  let line: Line = { slope: 0, intercept: 0 };
  for (let k = 0; k < 60; k++) {
    const here = opinion(loss, points, line);
    const h = 1e-4;
    const bySlope = opinion(loss, points, { ...line, slope: line.slope + h });
    const byIntercept = opinion(loss, points, { ...line, intercept: line.intercept + h });
    const [a, b, c, d] = [
      (bySlope.slope - here.slope) / h + 1e-9,
      (byIntercept.slope - here.slope) / h,
      (bySlope.intercept - here.intercept) / h,
      (byIntercept.intercept - here.intercept) / h + 1e-9,
    ];
    const determinant = a * d - b * c;
    const [turn, lift] = [
      (d * here.slope - b * here.intercept) / determinant,
      (a * here.intercept - c * here.slope) / determinant,
    ];
    if (Math.abs(turn) + Math.abs(lift) < 1e-9) break;
    let share = 1;
    const moved = () => ({ slope: line.slope - share * turn, intercept: line.intercept - share * lift });
    while (share > 1e-6 && opinion(loss, points, moved()).value > here.value) share /= 2;
    if (share > 1e-6) line = moved();
  }
  return line;
}

/**
 * The best line of a quantile loss goes through one of the points, and turned about that point it is best at a weighted
 * quantile of the slopes to the others: each counts by how far away its x is, and one to the left is seen from behind.
 */
function bestOfQuantile(q: number, { x, y }: Points): Line {
  const price = (miss: number) => Math.max(q * miss, (q - 1) * miss);
  const lines = Array.from(x, (at, i): Line => {
    const others = Array.from(x, (to, j) => {
      const weight = Math.abs(to - at);
      return {
        slope: ((y[j] as number) - (y[i] as number)) / (to - at),
        weight,
        wanted: to > at ? q : 1 - q,
      };
    })
      .filter(({ weight }) => weight > 0)
      .sort((one, other) => one.slope - other.slope);
    let rest = others.reduce((sum, { weight, wanted }) => sum + weight * wanted, 0);
    const turned = others.find(({ weight }) => {
      rest -= weight;
      return rest <= 0;
    });
    const { slope } = turned ?? others.at(-1) ?? { slope: 0 };
    return { slope, intercept: (y[i] as number) - slope * at };
  });
  const total = (line: Line) =>
    x.reduce((sum, at, i) => sum + price((y[i] as number) - heightAt(line, at)), 0);
  const priced = lines.map((line) => ({ line, total: total(line) }));
  return priced.reduce((best, one) => (one.total < best.total ? one : best)).line;
}

/** In the order of the fits. */
export function bestLines(points: Points, settings: FitSettings): readonly Line[] {
  const levels: Readonly<Record<string, number>> = { mae: 0.5, quantile: settings.q };
  return lineFits(settings).map(({ name, loss }) => {
    const q = levels[name.split(" ")[0] ?? ""];
    return q === undefined ? bestOfSmooth(loss, points) : bestOfQuantile(q, points);
  });
}
