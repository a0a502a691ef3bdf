import body from "../../shaders/losses/totalVariation.wgsl?raw";
import { neighbours } from "../families/neighbours.js";

/**
 * Total variation of an image, anisotropic: the sum of |differences| between each pixel and its right
 * and its lower neighbour, in every channel. It smooths noise and leaves edges standing.
 *
 * Input `predictions` [N, C, H, W]; its gradient (±1 for each neighbour, 0 where two are equal). One loss
 * per image; "mean" is over images. Add it to an image loss with `weightedSum`.
 */
export const totalVariation = neighbours({
  name: "totalVariation",
  params: {},
  formula: String.raw`\sum_{c,i,j} |x_{c,i+1,j}-x_{c,i,j}| + |x_{c,i,j+1}-x_{c,i,j}|`,
  citation:
    "L. I. Rudin, S. Osher, E. Fatemi, Nonlinear Total Variation Based Noise Removal Algorithms, Physica D 60 (1992) 259–268",
  body,
});
