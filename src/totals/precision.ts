import { averaged } from "./averaged.js";
import { ratio } from "./read.js";

/** Of those predicted, the share that is right. */
export const precision = averaged("precision", ({ hits, predicted }) => ratio(hits, predicted));
