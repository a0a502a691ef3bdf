import body from "../../shaders/losses/leastSquaresGan.wgsl?raw";
import { discriminator, half } from "../families/halves.js";

const spec = {
  name: "leastSquaresGan",
  body,
  citation: "X. Mao et al., Least Squares Generative Adversarial Networks, ICCV 2017, arXiv:1611.04076",
};

/**
 * Least squares GAN: reals are to score 1, fakes 0.
 *
 * `.discriminator()` has inputs `real` and `fake`, of any shapes, and gradients of both: the mean of
 * ½(r − 1)² over the reals plus the mean of ½f² over the fakes. No reduction "none"; sample weights
 * are `realWeights` and `fakeWeights`. `.generator()` has input `fake` and its gradient: ½(f − 1)².
 */
export const leastSquaresGan = Object.freeze({
  discriminator: discriminator(spec, {
    real: half(spec, "real", "real", String.raw`\tfrac12(r-1)^2`),
    fake: half(spec, "fake", "fake", String.raw`\tfrac12f^2`),
    formula: String.raw`\tfrac12(r-1)^2+\tfrac12f^2`,
  }),
  generator: half(spec, "generator", "fake", String.raw`\tfrac12(f-1)^2`),
});
