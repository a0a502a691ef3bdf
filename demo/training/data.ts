/** What is to be learned: points along a line, some of them far off, and two clouds. */
import { randomFrom } from "./random.js";

/** Points of a plane. */
export interface Points {
  readonly x: Float32Array<ArrayBuffer>;
  readonly y: Float32Array<ArrayBuffer>;
}

/** The line that the points lie along. */
export const truth = { slope: 3, intercept: 0 } as const;

/** Points along 3x with noise of deviation 1, x in [0, 4]; from the right, every fifth of so many is 50 too high. */
export function alongLine(points = 200, outliers = 0): Points {
  const { uniform, normal } = randomFrom(7);
  const x = Float32Array.from({ length: points }, () => 4 * uniform()).sort();
  const y = x.map(
    (at, i) => truth.slope * at + truth.intercept + normal() + (isFar(points - 1 - i, outliers) ? 50 : 0),
  );
  return { x, y };
}

/** Whether the point that is so many from the right is an outlier. */
export function isFar(fromRight: number, outliers: number): boolean {
  return fromRight % 5 === 0 && fromRight < 5 * outliers;
}

/** Points of two classes, 0 and 1, as rows of two features. */
export interface Classes {
  readonly features: Float32Array<ArrayBuffer>;
  readonly classes: Float32Array<ArrayBuffer>;
}

/** Two clouds of normal deviation 1 whose middles are three apart, in turns. */
export function twoClouds(points = 200): Classes {
  const { normal } = randomFrom(11);
  const classes = Float32Array.from({ length: points }, (_, i) => i % 2);
  const features = Float32Array.from({ length: 2 * points }, (_, k) => {
    const side = (classes[k >> 1] as number) - 0.5;
    return normal() + side * (k % 2 ? 1.8 : 2.4) + 0.5;
  });
  return { features, classes };
}
