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
    let share = 1;
    const moved = () => ({ slope: line.slope - share * turn, intercept: line.intercept - share * lift });
    while (share > 1e-6 && opinion(loss, points, moved()).value > here.value) share /= 2;
    if (share > 1e-6) line = moved();
  }
  return line;
}

/** The best line of a loss with a kink goes through two of the points: the best of all pairs. */
function bestThroughTwo(price: (miss: number) => number, { x, y }: Points): Line {
  let [best, least]: [Line, number] = [{ slope: 0, intercept: 0 }, Number.POSITIVE_INFINITY];
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      if (x[i] === x[j]) continue;
      const slope = (y[i]! - y[j]!) / (x[i]! - x[j]!);
      const line = { slope, intercept: y[i]! - slope * x[i]! };
      let total = 0;
      for (let k = 0; k < x.length && total < least; k++) total += price(y[k]! - heightAt(line, x[k]!));
      if (total < least) [best, least] = [line, total];
    }
  }
  return best;
}

/** In the order of the fits. */
export function bestLines(points: Points, settings: FitSettings): readonly Line[] {
  const { q } = settings;
  const prices: Readonly<Record<string, (miss: number) => number>> = {
    mae: Math.abs,
    quantile: (miss) => Math.max(q * miss, (q - 1) * miss),
  };
  return lineFits(settings).map(({ name, loss }) => {
    const price = prices[name.split(" ")[0] ?? ""];
    return price ? bestThroughTwo(price, points) : bestOfSmooth(loss, points);
  });
}
