/** Huber regression: squares near the line, sizes far from it. No outlier pulls by more than delta. */
import { type Engine, huber } from "fusedloss";
import type { Points } from "./data.js";
import { fitLine, type LineFit } from "./fitLine.js";
import type { Course } from "./train.js";

export const huberRegression = (engine: Engine, points: Points, course: Course): Promise<LineFit> =>
  fitLine(engine, huber({ delta: 1 }), points, course);
