/** Linear regression: the line with the least squares. Each outlier pulls it by how far off it is. */
import { type Engine, mse } from "fusedloss";
import type { Points } from "./data.js";
import { fitLine, type LineFit } from "./fitLine.js";
import type { Course } from "./train.js";

export const linearRegression = (engine: Engine, points: Points, course: Course): Promise<LineFit> =>
  fitLine(engine, mse(), points, course);
