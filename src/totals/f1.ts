import { averaged } from "./averaged.js";
import { ratio } from "./read.js";

/** The harmonic mean of precision and recall: 2·TP / (2·TP + FP + FN). */
export const f1 = averaged("f1", ({ hits, predicted, actual }) => ratio(2 * hits, predicted + actual));
