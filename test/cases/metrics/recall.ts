import { classCases } from "../classCases.js";

export const recall = classCases("recall", {
  macro: 0.33,
  weighted: 0.33,
  none: [1, 0, 0],
  multiLabel: [1, 1, 0.5],
});
