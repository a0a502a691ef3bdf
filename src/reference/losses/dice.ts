import { overlapLoss } from "../overlap.js";
import type { RowReference } from "../shapes.js";

/** 1 − (2Σpt + s)/(Σp + Σt + s). */
export const dice: RowReference<{ readonly smooth: number }> = ({ smooth }, row) =>
  overlapLoss(row, smooth, (p, not, t) => ({
    common: 2 * p * t,
    all: p + t,
    apart: p * (1 - t) + not * t,
    commonSlope: 2 * t,
    allSlope: 1,
  }));
