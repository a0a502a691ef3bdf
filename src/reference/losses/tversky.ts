import { overlapLoss } from "../overlap.js";
import type { RowReference } from "../shapes.js";

type Params = { readonly alpha: number; readonly beta: number; readonly smooth: number };

/** 1 − (TP + s)/(TP + α·FP + β·FN + s). */
export const tversky: RowReference<Params> = ({ alpha, beta, smooth }, row) =>
  overlapLoss(row, smooth, (p, not, t) => {
    const apart = alpha * p * (1 - t) + beta * not * t;
    const apartSlope = alpha * (1 - t) - beta * t;
    return { common: p * t, all: p * t + apart, apart, commonSlope: t, allSlope: t + apartSlope };
  });
