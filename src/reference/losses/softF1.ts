import { overlapLoss } from "../overlap.js";
import type { RowReference } from "../shapes.js";

/** 1 − (2TP + s)/(2TP + FP + FN + s) of one class, over the batch. */
export const softF1: RowReference<{ readonly smooth: number }> = ({ smooth }, row) =>
  overlapLoss(row, smooth, (p, not, t) => {
    const apart = p * (1 - t) + not * t;
    return { common: 2 * p * t, all: 2 * p * t + apart, apart, commonSlope: 2 * t, allSlope: 1 };
  });
