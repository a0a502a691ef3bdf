import { overlapLoss } from "../overlap.js";
import type { RowReference } from "../shapes.js";

/** 1 − (I + s)/(U + s), I = Σpt, U = Σp + Σt − I. */
export const jaccard: RowReference<{ readonly smooth: number }> = ({ smooth }, row) =>
  overlapLoss(row, smooth, (p, not, t) => ({
    common: p * t,
    all: p + t - p * t,
    apart: p * (1 - t) + not * t,
    commonSlope: t,
    allSlope: 1 - t,
  }));
