import body from "../../shaders/losses/hingeGan.wgsl?raw";
import { discriminator, half } from "../families/halves.js";

const spec = {
  name: "hingeGan",
  body,
  citation: "J. H. Lim, J. C. Ye, Geometric GAN, 2017, arXiv:1705.02894",
};

/**
 * Hinge GAN: reals are to score at least 1, fakes at most −1; the gradient is 0 from there on.
 *
 * `.discriminator()` has inputs `real` and `fake`, of any shapes, and gradients of both: the mean of
 * max(0, 1 − r) over the reals plus the mean of max(0, 1 + f) over the fakes. No reduction "none"; sample weights
 * are `realWeights` and `fakeWeights`. `.generator()` has input `fake` and its gradient: −f.
 */
export const hingeGan = Object.freeze({
  discriminator: discriminator(spec, {
    real: half(spec, "real", "real", String.raw`\max(0,1-r)`),
    fake: half(spec, "fake", "fake", String.raw`\max(0,1+f)`),
    formula: String.raw`\max(0,1-r)+\max(0,1+f)`,
  }),
  generator: half(spec, "generator", "fake", "-f"),
});
