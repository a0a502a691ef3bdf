import type { Points } from "../../training/data.js";
import type { Ask, Fitting } from "./fitting.js";
import { heightAt, type Line } from "./line.js";
import { centreOf, downhillOf, type Region, type Spot, widthOf } from "./region.js";

/** The share of the first region's width below which there is nothing left to look for. */
const narrow = 1e-5;
/** Sums of 32-bit numbers tell no smaller differences of a loss. */
const alike = 1e-6;

/** All lines whose ends are not higher above or farther below the points than the points are spread. */
function widest(y: Float32Array): Region {
  const [low, high] = [Math.min(...y), Math.max(...y)];
  const spread = high - low || 1;
  const [bottom, top] = [low - spread, high + spread];
  return [
    [bottom, bottom],
    [top, bottom],
    [top, top],
    [bottom, top],
  ];
}

/**
 * One cut of the method of centres of gravity: a convex loss has its best line on the downhill side of any other, so
 * its slope at one line halves the region where the best must be; the next to be asked is the region's centre. It needs
 * no second slopes, and kinks are nothing to it. The line that is shown stays until a better one is met.
 *
 * Levin, "On an algorithm for the minimization of convex functions", Soviet Mathematics Doklady 6, 1965.
 */
export async function narrowed(ask: Ask, { x, y }: Points, fitting: Fitting): Promise<Fitting> {
  const [first, last] = [Math.min(...x), Math.max(...x)];
  const across = last - first || 1;
  const lineThrough = ([left, right]: Spot): Line => {
    const slope = (right - left) / across;
    return { slope, intercept: left - slope * first };
  };
  const { region = widest(y), loss: best = Number.POSITIVE_INFINITY } = fitting;
  // The line that there is comes first.
  const asked = fitting.region ? lineThrough(centreOf(region)) : fitting;
  const { loss, slopes } = await ask(asked);
  let [uphillLeft, uphillRight] = [0, 0];
  x.forEach((at, i) => {
    const share = (at - first) / across;
    uphillLeft += (slopes[i] ?? 0) * (1 - share);
    uphillRight += (slopes[i] ?? 0) * share;
  });
  const ends: Spot = [heightAt(asked, first), heightAt(asked, last)];
  const rest = downhillOf(region, ends, [uphillLeft, uphillRight]);
  const isBetter = loss <= best * (1 + alike);
  const { slope, intercept } = isBetter ? asked : fitting;
  const isBest = uphillLeft === 0 && uphillRight === 0;
  return {
    slope,
    intercept,
    steps: fitting.steps + 1,
    rests: isBest || widthOf(rest) < narrow * widthOf(widest(y)),
    region: rest,
    loss: Math.min(loss, best),
  };
}
