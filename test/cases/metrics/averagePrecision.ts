import { scoreCases } from "../scoreCases.js";

export const averagePrecision = scoreCases("average_precision_score", {
  figure: 0.8333333333333333,
  withoutPositives: 0,
});
