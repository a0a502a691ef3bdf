import { adam } from "fusedloss";

/** How far a pixel, 0 … 1, goes in the first steps. */
export const firstRate = 0.04;

/** The slope of one pixel may be 10⁻⁸ of a loss: the usual epsilon would be all that Adam sees. */
export const adamOfPixels = (learningRate = firstRate) => adam({ learningRate, epsilon: 1e-14 });
