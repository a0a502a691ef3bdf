/** The same line twice: by a loss of one's own, and by the usual one. */
import { binaryCrossEntropyWithLogits, type Engine, mse } from "fusedloss";
import { type Draft, lossOf } from "../model/ownLoss/draft.js";
import type { Task } from "../model/ownLoss/presets.js";
import { alongLine, type Points } from "./data.js";
import { fitLine } from "./fitLine.js";
import { refunds } from "./refunds.js";
import type { Course } from "./train.js";

/** What is learned, and from what. */
export const pointsOf = (task: Task): Points => (task === "refunds" ? refunds() : alongLine(200, 10));

export function ownRegression(
  engine: Engine,
  own: Draft & { readonly task: Task },
  courseOf: (name: string) => Course,
): Promise<unknown> {
  const points = pointsOf(own.task);
  const usual = own.task === "refunds" ? binaryCrossEntropyWithLogits() : mse();
  return Promise.all([
    fitLine(engine, lossOf(own), points, courseOf("yours")),
    fitLine(engine, usual, points, courseOf("usual")),
  ]);
}
