import { classCases } from "../classCases.js";

export const f1 = classCases("f1", {
  macro: 0.267,
  weighted: 0.267,
  none: [0.8, 0, 0],
  multiLabel: [2 / 3, 1, 2 / 3],
});
