/** The fits of the page of outliers, by the reference: each finds the best line, as found here in other ways. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { distanceBetween, flat, heightAt, type Line } from "../../demo/model/lines/line.js";
import { lineFits, usual } from "../../demo/model/lines/lineFits.js";
import { mostSteps, settle } from "../../demo/model/lines/settle.js";
import { type StepOrder, stepLines } from "../../demo/model/lines/stepLines.js";
import { withoutOutliers, withPointAt } from "../../demo/model/outliers/cloud.js";
import { ofFlights, oneAmongMany, tenTooHigh, wrongSign } from "../../demo/model/outliers/clouds.js";
import type { Points } from "../../demo/training/data.js";
import { root } from "../setup/tree.js";
import { bestLines } from "./bestLines.js";

const flights = () =>
  ofFlights(JSON.parse(readFileSync(join(root, "node_modules/vega-datasets/data/flights-2k.json"), "utf8")));

const clouds: readonly (readonly [string, () => Points])[] = [
  ["one among many", () => oneAmongMany(3.6, -16)],
  ["one wrong sign", wrongSign],
  ["ten too high", tenTooHigh],
  ["those without the ten", () => withoutOutliers(tenTooHigh())],
  ["flights", flights],
];

async function fitted(
  points: Points,
  settings = usual,
  start: readonly Line[] = lineFits(usual).map(() => flat),
) {
  let [lines, steps] = [start, 0];
  const step = (order: StepOrder) => {
    steps++;
    return stepLines(undefined, order);
  };
  await settle(step, points, settings, start, { current: () => true, show: (now) => (lines = now) });
  return { lines, steps };
}

describe("lines", () => {
  it.each(clouds)("find what is best for %s", async (_, make) => {
    const points = make();
    const { lines, steps } = await fitted(points);
    const best = bestLines(points, usual);
    const spread = Math.max(...points.y) - Math.min(...points.y);
    const ends = [Math.min(...points.x), Math.max(...points.x)] as const;
    for (const [i, { name }] of lineFits(usual).entries()) {
      expect(distanceBetween(lines[i] as Line, best[i] as Line, ends), name).toBeLessThan(1e-4 * spread);
    }
    expect(steps).toBeLessThan(mostSteps);
  });

  it("go on from where they are when a point has moved", async () => {
    const before = wrongSign();
    const { lines: start } = await fitted(before);
    const after = withPointAt(before, 10, before.x[10] as number, -14);
    const { lines } = await fitted(after, usual, start);
    const { lines: anew } = await fitted(after);
    for (const [i, line] of lines.entries()) {
      expect(distanceBetween(line, anew[i] as Line, [0, 4])).toBeLessThan(1e-2);
    }
  });

  it("go through points that lie on a line", async () => {
    const { lines } = await fitted({ x: Float32Array.of(1, 2, 4), y: Float32Array.of(5, 6, 8) });
    for (const line of lines) {
      expect(distanceBetween(line, { slope: 1, intercept: 4 }, [1, 4])).toBeLessThan(1e-3);
    }
  });

  it("keep their slope where all points have one x", async () => {
    const { lines } = await fitted({ x: Float32Array.of(2, 2, 2), y: Float32Array.of(1, 2, 30) });
    expect(lines[0]?.slope).toBe(0);
    expect(heightAt(lines[0] as Line, 2)).toBeCloseTo(11, 4);
    expect(heightAt(lines[3] as Line, 2)).toBeCloseTo(2, 2);
  });

  it("obey huber's delta and the quantile's level", async () => {
    const points = wrongSign();
    const settings = { delta: 40, q: 0.5 };
    const { lines } = await fitted(points, settings);
    const [squares, huber, , sizes, quantile] = lines as [Line, Line, Line, Line, Line];
    // So wide, huber is half of mse; in the middle, the quantile loss is half of mae.
    expect(distanceBetween(huber, squares, [0, 4])).toBeLessThan(1e-3);
    expect(distanceBetween(quantile, sizes, [0, 4])).toBeLessThan(1e-2);
  });
});
