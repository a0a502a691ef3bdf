import body from "../../shaders/losses/wassersteinGan.wgsl?raw";
import { discriminator, half } from "../families/halves.js";

const spec = {
  name: "wassersteinGan",
  body,
  citation: "M. Arjovsky, S. Chintala, L. Bottou, Wasserstein GAN, ICML 2017, arXiv:1701.07875",
};

/**
 * Wasserstein GAN: the critic's scores have no bounds; a penalty or clipping must keep it Lipschitz.
 *
 * `.discriminator()` has inputs `real` and `fake`, of any shapes, and gradients of both: the mean of
 * −r over the reals plus the mean of f over the fakes. No reduction "none"; sample weights
 * are `realWeights` and `fakeWeights`. `.generator()` has input `fake` and its gradient: −f.
 */
export const wassersteinGan = Object.freeze({
  discriminator: discriminator(spec, {
    real: half(spec, "real", "real", "-r"),
    fake: half(spec, "fake", "fake", "f"),
    formula: "f-r",
  }),
  generator: half(spec, "generator", "fake", "-f"),
});
