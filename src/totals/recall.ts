import { averaged } from "./averaged.js";
import { ratio } from "./read.js";

/** Of those there are, the share that was found. */
export const recall = averaged("recall", ({ hits, actual }) => ratio(hits, actual));
